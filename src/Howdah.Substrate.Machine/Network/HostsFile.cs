using System.Globalization;
using System.Text;

namespace Howdah.Substrate.Machine.Network;

/// <summary>The names of a model's units, as the DNS of a Kubernetes cluster has them.</summary>
internal static class HostsFile
{
    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Text of the file.</summary>
    public static string Render(string model, IEnumerable<(string Unit, string Address)> units)
    {
        var text = new StringBuilder("127.0.0.1 localhost\n");
        foreach (var (unit, address) in units)
        {
            var name = unit.Replace('/', '-');
            var endpoints = $"{name}.{unit[..unit.LastIndexOf('/')]}-endpoints";
            text.Append(CultureInfo.InvariantCulture, $"{address} {endpoints}.{model}.svc.cluster.local {endpoints} {name}\n");
        }

        return text.ToString();
    }

    /// <summary>Replaces the file when its text has changed.</summary>
    public static void Write(string path, string text)
    {
        if (!File.Exists(path) || !string.Equals(File.ReadAllText(path), text, StringComparison.Ordinal))
        {
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(text), Readable);
        }
    }
}
