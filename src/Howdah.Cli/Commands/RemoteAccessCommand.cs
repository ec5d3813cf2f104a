using System.CommandLine;
using System.Text.Json;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Transport;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah remote-access</c>: what another machine needs to speak to the engine.</summary>
internal sealed class RemoteAccessCommand : EngineCommand
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Argument<string> _file = new("file") { Description = "Where to write it; it must not be there yet" };
    private readonly Option<string?> _unit = new("--unit")
    {
        Description = "For the agent of this unit, which may do only what concerns it (default: for an operator, who may do all)",
        HelpName = "unit",
    };

    public RemoteAccessCommand()
        : base(
            "remote-access",
            "Write address, fingerprint and token of an engine that listens, for use elsewhere: name the file in HOWDAH_REMOTE there, and keep it secret",
            "remote-access ~/engine.json",
            "remote-access ~/unit.json --unit postgresql-k8s/0")
    {
        Add(_file);
        Add(_unit);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var access = call.Get(_unit) is { } unit
            ? await call.Model.GetRemoteAccessAsync(UnitName.Require(unit), cancellationToken).ConfigureAwait(false)
            : await call.Engine.GetRemoteAccessAsync(cancellationToken).ConfigureAwait(false);
        Write(Path.GetFullPath(call.Get(_file)), JsonSerializer.SerializeToUtf8Bytes(access, ApiJson.Default.RemoteAccess));
        return 0;
    }

    private static void Write(string path, byte[] content)
    {
        try
        {
            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
            file.Write(content);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"cannot write {path}: {error.Message}");
        }
    }
}
