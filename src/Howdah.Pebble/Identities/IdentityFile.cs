using System.Globalization;
using Howdah.Pebble.Plan;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Howdah.Pebble.Identities;

/// <summary>Identities in a YAML file, under a top-level <c>identities</c> key; null for those to be removed.</summary>
internal static class IdentityFile
{
    /// <param name="path">The file.</param>
    /// <param name="action">What they are wanted for, for the message when there are none.</param>
    /// <exception cref="IdentityException">It cannot be read, or holds something else.</exception>
    public static Dictionary<string, IdentityBody?> Read(string path, string action)
    {
        List<string> errors = [];
        Dictionary<string, IdentityBody?> result = new(StringComparer.Ordinal);
        var identities = Root(path).Children.FirstOrDefault(c => c.Key is YamlScalarNode { Value: "identities" }).Value
            as YamlMappingNode ?? [];
        foreach (var (name, identity) in identities.Children)
        {
            result[$"{name}"] = YamlFields.IsNull(identity) ? null
                : identity is YamlMappingNode mapping ? Identity(new YamlFields(mapping, errors))
                : throw new IdentityException($"cannot parse identities: line {identity.Start.Line}: the identity \"{name}\" must be a mapping or null");
        }
        if (errors.Count > 0) throw new IdentityException($"cannot parse identities: {string.Join("; ", errors)}");
        return result.Count > 0 ? result
            : throw new IdentityException($"no identities to {action}; did you forget the top-level \"identities\" key?");
    }

    private static IdentityBody Identity(YamlFields fields)
    {
        var (local, basic, cert) =
            (fields.Object("local", "local"), fields.Object("basic", "basic"), fields.Object("cert", "cert"));
        var body = new IdentityBody
        {
            Access = fields.String("access"),
            Local = local is null ? null : new LocalBody { UserId = UserId(local.String("user-id")) },
            Basic = basic is null ? null : new BasicBody { Password = basic.String("password") },
            Cert = cert is null ? null : new CertBody { Pem = cert.String("pem") },
        };
        local?.Done("local identity");
        basic?.Done("basic identity");
        cert?.Done("cert identity");
        fields.Done("identity");
        return body;
    }

    private static uint? UserId(string? text) => text is null ? null
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) ? uid
        : throw new IdentityException($"cannot parse identities: user-id must be a number from 0 to {uint.MaxValue}, not \"{text}\"");

    private static YamlMappingNode Root(string path)
    {
        try
        {
            var stream = new YamlStream();
            using var reader = File.OpenText(path);
            stream.Load(reader);
            return stream.Documents is [{ RootNode: YamlMappingNode root }, ..] ? root : [];
        }
        catch (YamlException wrong)
        {
            throw new IdentityException($"cannot parse identities: yaml: line {wrong.Start.Line}: {(wrong.InnerException ?? wrong).Message}");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IdentityException($"open {path}: no such file or directory");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"open {path}: {failure.Message}");
        }
    }
}
