package main

import (
	"github.com/dapr/components-contrib/bindings/cron"
	configuration "github.com/dapr/components-contrib/configuration/postgres"
	"github.com/dapr/components-contrib/nameresolution/sqlite"
	"github.com/dapr/components-contrib/pubsub/kafka"
	"github.com/dapr/components-contrib/secretstores/local/env"
	"github.com/dapr/components-contrib/secretstores/local/file"
	state "github.com/dapr/components-contrib/state/postgresql/v2"
	versioned "github.com/dapr/dapr/pkg/components"
	bindings "github.com/dapr/dapr/pkg/components/bindings"
	configurations "github.com/dapr/dapr/pkg/components/configuration"
	names "github.com/dapr/dapr/pkg/components/nameresolution"
	pubsubs "github.com/dapr/dapr/pkg/components/pubsub"
	secrets "github.com/dapr/dapr/pkg/components/secretstores"
	states "github.com/dapr/dapr/pkg/components/state"
	workflows "github.com/dapr/dapr/pkg/components/wfbackend"
	"github.com/dapr/dapr/pkg/runtime/registry"
	"github.com/dapr/dapr/pkg/runtime/wfengine/backends/actors"
	"github.com/dapr/kit/logger"
)

// components are those that k3s/dapr names. Kubernetes' own resolver and secrets come with the published image.
func components(log logger.Logger) *registry.Options {
	states.DefaultRegistry.Logger = log
	states.DefaultRegistry.RegisterComponentWithVersions("postgresql", versioned.Versioning{
		Preferred: versioned.VersionConstructor{Version: "v2", Constructor: state.NewPostgreSQLStateStore},
		Default:   "v2",
	})
	pubsubs.DefaultRegistry.Logger = log
	pubsubs.DefaultRegistry.RegisterComponent(kafka.NewKafka, "kafka")
	secrets.DefaultRegistry.Logger = log
	secrets.DefaultRegistry.RegisterComponent(file.NewLocalSecretStore, "local.file")
	secrets.DefaultRegistry.RegisterComponent(env.NewEnvSecretStore, "local.env")
	configurations.DefaultRegistry.Logger = log
	configurations.DefaultRegistry.RegisterComponent(configuration.NewPostgresConfigurationStore, "postgresql")
	bindings.DefaultRegistry.Logger = log
	bindings.DefaultRegistry.RegisterInputBinding(cron.NewCron, "cron")
	names.DefaultRegistry.Logger = log
	names.DefaultRegistry.RegisterComponent(sqlite.NewResolver, "sqlite")
	// The runtime asks for one even where nobody uses workflows.
	workflows.DefaultRegistry.Logger = log
	workflows.DefaultRegistry.RegisterComponent(actors.NewActorBackend, "actor", "actors")
	return registry.NewOptions().
		WithStateStores(states.DefaultRegistry).
		WithPubSubs(pubsubs.DefaultRegistry).
		WithSecretStores(secrets.DefaultRegistry).
		WithConfigurations(configurations.DefaultRegistry).
		WithBindings(bindings.DefaultRegistry).
		WithNameResolutions(names.DefaultRegistry).
		WithWorkflowBackends(workflows.DefaultRegistry)
}
