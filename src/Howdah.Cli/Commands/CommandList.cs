using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary>All commands, in the order in which a user meets them.</summary>
internal static class CommandList
{
    /// <summary>Makes them.</summary>
    public static IReadOnlyList<EngineCommand> All() =>
    [
        new UpCommand(),
        new DownCommand(),
        new BootstrapCommand(),
        new ServeCommand(),
        new DeployCommand(),
        new RefreshCommand(),
        new IntegrateCommand(),
        new RemoveRelationCommand(),
        new StatusCommand(),
        new WhyCommand(),
        new ShowUnitCommand(),
        new ShowHookCommand(),
        new ReplayCommand(),
        new ConfigCommand(),
        new RunCommand(),
        new OperationsCommand(),
        new ShowOperationCommand(),
        new ShowTaskCommand(),
        new StorageCommand(),
        new ShowStorageCommand(),
        new AddStorageCommand(),
        new AttachStorageCommand(),
        new DetachStorageCommand(),
        new RemoveStorageCommand(),
        new SecretsCommand(),
        new ShowSecretCommand(),
        new AddSecretCommand(),
        new UpdateSecretCommand(),
        new RemoveSecretCommand(),
        new GrantSecretCommand(),
        new RevokeSecretCommand(),
        new SshCommand(),
        new ExecCommand(),
        new DebugLogCommand(),
        new ScaleApplicationCommand(),
        new AddUnitCommand(),
        new RemoveUnitCommand(),
        new RemoveApplicationCommand(),
        new ResolvedCommand(),
        new WaitForCommand(),
        new ModelsCommand(),
        new AddModelCommand(),
        new DestroyModelCommand(),
        new DestroyControllerCommand(),
        new VersionCommand(),
    ];
}
