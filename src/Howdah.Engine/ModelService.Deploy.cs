using System.Text.Json;
using System.Text.Json.Nodes;
using Howdah.Engine.Bundles;
using Howdah.Engine.Changes;
using Howdah.Engine.Charms;
using Howdah.Engine.Models;

namespace Howdah.Engine;

/// <summary>Deployment of charms and bundles.</summary>
public sealed partial class ModelService
{
    /// <summary>Deploys a charm.</summary>
    /// <returns>Name of the application.</returns>
    public async Task<string> DeployAsync(DeployRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var source = CharmSource.Locate(request.Charm, request.BaseDirectory, _host.Options.CharmsDirectory);
        var (files, digest) = Import(source);
        var charm = CharmReader.Read(files);
        var name = request.Application ?? charm.Name;
        request = request with { Resources = ImportResources(request, charm, name) };
        await _store.CommitAsync(model => Applications.Add(model, RecordOf(model, charm, files, digest), charm, request, _host.Now))
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        return name;
    }

    /// <summary>Brings the model to what a bundle says: adds what is missing, changes what differs, removes nothing.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="baseDirectory">Folder that relative paths in it start from.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public async Task DeployBundleAsync(Bundle bundle, string baseDirectory, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        foreach (var application in bundle.Applications)
        {
            await DeployApplicationAsync(application, baseDirectory, progress, cancellationToken).ConfigureAwait(false);
        }

        foreach (var relation in bundle.Relations)
        {
            var (one, other) = EndpointMatch.Resolve(Snapshot, relation.First, relation.Second);
            if (EndpointMatch.Existing(Snapshot, one, other) is not { Life: Life.Alive })
            {
                progress?.Report($"- add relation {one} - {other}");
                await AddRelationAsync(one.ToString(), other.ToString(), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task DeployApplicationAsync(
        BundleApplication wanted, string baseDirectory, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var options = wanted.Options.ToDictionary(option => option.Key, option => Text(option.Value), StringComparer.Ordinal);
        if (Snapshot.Applications.TryGetValue(wanted.Name, out var existing) && existing.Life == Life.Alive)
        {
            var changed = Applications.WithConfig(existing, Snapshot.CharmOf(existing), options, []) with { Trust = wanted.Trust || existing.Trust };
            if (changed.ConfigDigest != existing.ConfigDigest || changed.Trust != existing.Trust)
            {
                progress?.Report($"- set options of {wanted.Name}");
                await SetConfigAsync(wanted.Name, wanted.Trust ? With(options, "trust", "true") : options, [], cancellationToken).ConfigureAwait(false);
            }

            if (existing.Scale < wanted.Scale)
            {
                progress?.Report($"- scale {wanted.Name} to {wanted.Scale} units");
                await ScaleAsync(wanted.Name, wanted.Scale, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        progress?.Report($"- deploy application {wanted.Name} with {wanted.Scale} unit{(wanted.Scale == 1 ? "" : "s")} of charm {wanted.Charm}");
        await DeployAsync(new DeployRequest(wanted.Charm)
        {
            Application = wanted.Name,
            BaseDirectory = baseDirectory,
            Units = wanted.Scale,
            Config = options,
            Trust = wanted.Trust,
            StorageCounts = wanted.StorageCounts,
            Resources = wanted.Resources,
        }, cancellationToken).ConfigureAwait(false);
    }

    // The charm is copied before anything is made of it, so that what is deployed is what was checked, whatever happens to the source.
    private (CharmFiles Files, string Digest) Import(string source)
    {
        var temporary = Path.Combine(_paths.Charms, $".{Guid.NewGuid():N}");
        try
        {
            CharmSource.Copy(source, temporary);
            var files = CharmSource.ReadFiles(temporary);
            var digest = CharmSource.Digest(temporary);
            var target = _paths.Charm(new CharmRecord("", CharmReader.Read(files).Name, 0, digest, files));
            if (!Directory.Exists(target))
            {
                Directory.Move(temporary, target);
            }

            return (files, digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw e is InvalidDataException
                ? EngineException.Invalid($"\"{source}\" is not a charm: {e.Message}")
                : EngineException.Unavailable($"the charm \"{source}\" can't be copied to \"{_paths.Charms}\": {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    private static CharmRecord RecordOf(ModelSnapshot model, Charm charm, CharmFiles files, string digest)
    {
        var known = model.CharmRecords.Values.Where(record => record.Name == charm.Name).ToList();
        var revision = known.Count == 0 ? 0 : known.Max(record => record.Revision) + 1;
        return known.Find(record => record.Digest == digest)
            ?? new CharmRecord($"local:{charm.Name}-{revision}", charm.Name, revision, digest, files);
    }

    private Bag ImportResources(DeployRequest request, Charm charm, string application)
    {
        var given = Bag.Empty.ToBuilder();
        foreach (var (name, value) in request.Resources)
        {
            given[name] = value;
            if (charm.Resources.GetValueOrDefault(name) is not { FileName: { } file })
            {
                continue;
            }

            var target = _paths.Resource(application, name, file);
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(Path.GetFullPath(value, request.BaseDirectory), target, overwrite: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw EngineException.Invalid($"resource \"{name}\": \"{value}\" can't be read: {e.Message}");
            }

            given[name] = target;
        }

        return given.ToImmutable();
    }

    private static Dictionary<string, string> With(Dictionary<string, string> options, string name, string value) =>
        new(options, StringComparer.Ordinal) { [name] = value };

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonNode.Parse(value.GetRawText())!.ToJsonString();
}
