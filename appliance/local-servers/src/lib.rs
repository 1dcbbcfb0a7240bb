//! The appliance's servers (Postgres, Kafka, daprd) on loopback, each with a folder and ports of its own, for
//! the tests and for `./dev run --appliance`. Nothing of this is part of the product.
//!
//! To add a server: a module that starts it, waits until it answers, and stops it when it is dropped.
