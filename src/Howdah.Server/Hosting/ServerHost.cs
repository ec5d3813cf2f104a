using System.Net;
using Howdah.Engine;
using Howdah.Engine.Store;
using Howdah.Server.Api;
using Howdah.Server.Client.Transport;
using Howdah.Substrate.Machine;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Howdah.Server.Hosting;

/// <summary>Puts the engine together: the data directory, the store, the place for units, the model, and the socket that users speak to.</summary>
internal static class ServerHost
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Serves until the process is told to end.</summary>
    /// <exception cref="StartException">The data directory cannot be used.</exception>
    /// <exception cref="EngineException">The database cannot be used.</exception>
    public static async Task RunAsync(ServerArguments arguments, TimeProvider time)
    {
        var data = arguments.Data;
        var ending = new EndOfService();
        using (await DataDirectoryLock.TakeAsync(data, time).ConfigureAwait(false))
        {
            using var log = new EngineLog(data.Log, alsoOnStandardError: !arguments.Detach, time);
            using var loggers = LoggerFactory.Create(logging => Filter(logging).AddProvider(log));
            await ServeAsync(arguments, ending, loggers, time).ConfigureAwait(false);
            if (ending.IsRemoval)
            {
                DataRemoval.Run(data, loggers.CreateLogger("Howdah.Server"));
            }
        }
    }

    private static async Task ServeAsync(ServerArguments arguments, EndOfService ending, ILoggerFactory loggers, TimeProvider time)
    {
        var data = arguments.Data;
        var log = loggers.CreateLogger("Howdah.Server");
        var substrate = MachineSubstrate.Open(new MachineOptions(data.Location, Sibling("pebble"), Sibling("hook-tool")));
        var store = SqliteDocumentStore.Open(data.Database);
        var options = new ControllerOptions(data.Location, CharmsDirectory());
        await using var controller = await Controller.OpenAsync(store, substrate, options, time, loggers, CancellationToken.None).ConfigureAwait(false);
        if (controller.Models.Count == 0)
        {
            await controller.AddModelAsync("default", CancellationToken.None).ConfigureAwait(false);
        }

        using var folder = EngineSocket.OpenFolderOf(data.Socket, out var reachable);
        using var identity = arguments.Listen is null ? null : RemoteIdentity.Load(data.Tls, time);
        await using var app = Build(data, reachable, arguments.Listen, identity, loggers);
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        var engine = new Api.Engine(controller, substrate.Kind, data, ending, lifetime, log, () => RemoteOf(app, identity));
        Routes.Map(app, engine);
        await ListenAsync(app, data.Socket, arguments.Listen).ConfigureAwait(false);
        log.Serving(ThisProgram.Version, data.Location, Environment.ProcessId);
        if (arguments.Detach)
        {
            Daemon.ReportReady(data.Log);
        }

        await app.WaitForShutdownAsync().ConfigureAwait(false);
        log.Ending();
    }

    private static WebApplication Build(
        DataDirectory data, string socket, IPEndPoint? listen, RemoteIdentity? identity, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = data.Location });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.ListenUnixSocket(socket, options => options.Protocols = HttpProtocols.Http1);
            if (listen is not null)
            {
                kestrel.Listen(listen, options =>
                {
                    options.Protocols = HttpProtocols.Http1;
                    options.UseHttps(identity!.Certificate);
                });
            }

            kestrel.AddServerHeader = false;

            // Those who follow a log or a status may read slowly, or nothing for hours.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        var app = builder.Build();
        app.UseWebSockets();
        app.UseRouting();
        return app;
    }

    // The lock says that no other engine lives, so a socket that is there is a leftover.
    private static async Task ListenAsync(WebApplication app, string socket, IPEndPoint? listen)
    {
        var mask = Daemon.SetCreationMask(0x7F);
        try
        {
            File.Delete(socket);
            await app.StartAsync().ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw new StartException($"cannot listen on {socket}{(listen is null ? "" : $" and {listen}")}: {error.Message}", error);
        }
        finally
        {
            _ = Daemon.SetCreationMask(mask);
        }
    }

    // The port is known once it listens, when it was given as 0.
    private static Remote? RemoteOf(WebApplication app, RemoteIdentity? identity) => identity is null ? null : new Remote(
        app.Urls.Select(url => new Uri(url)).First(url => url.Scheme == Uri.UriSchemeHttps), identity.Fingerprint, identity.Tokens);

    private static ILoggingBuilder Filter(ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("System", LogLevel.Warning);

    private static string Sibling(string name) => Path.Combine(AppContext.BaseDirectory, name);

    private static string CharmsDirectory() => Path.GetFullPath(
        Environment.GetEnvironmentVariable("HOWDAH_CHARMS") is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, "../charms"));
}
