//! The API's description in the repository is the one of the code; the pages' types are made from it.

use std::path::Path;

#[test]
fn the_description_in_the_repository_is_that_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../contracts/openapi.json");
    let fresh = serde_json::to_string_pretty(&learnflow_server::gateway::openapi()).unwrap() + "\n";
    if std::fs::read_to_string(&path).ok().as_deref() != Some(fresh.as_str()) {
        std::fs::write(&path, fresh).unwrap();
        panic!(
            "contracts/openapi.json was out of date and has been rewritten: look at it, run `npm run types` in app/ui, commit both"
        );
    }
}

#[test]
fn every_route_says_whom_it_is_for() {
    let description = serde_json::to_value(learnflow_server::gateway::openapi()).unwrap();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let audience =
                operation["x-audience"].as_str().unwrap_or_else(|| panic!("{method} {path} says nothing"));
            assert_eq!(audience == "anyone", operation["security"].is_null(), "{method} {path}");
        }
    }
}
