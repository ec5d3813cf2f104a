using System.Diagnostics;
using System.Globalization;
using Howdah.Interfaces;

namespace Howdah.Charms.PostgresqlK8s.Ldap;

/// <summary>Asks a directory, with <c>ldapsearch</c>. The account's password reaches it by a file, so no argument shows it.</summary>
internal sealed class DirectorySearch(LdapSyncSettings settings)
{
    private const int SearchSeconds = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Who is in some groups.</summary>
    /// <exception cref="DirectoryException">The directory did not answer, or not with all there is.</exception>
    internal async Task<DirectoryAnswer> FindAsync(IReadOnlyList<string> groups, CancellationToken cancellation)
    {
        if (groups.Count == 0)
        {
            return DirectoryAnswer.Empty;
        }

        var name = LdapFilter.NameAttribute(settings.Filter);
        return DirectoryAnswer.Read(
            await SearchAsync($"(|{string.Concat(groups.Select(g => $"(cn={LdapText.FilterValue(g)})"))})", DirectoryAnswer.GroupAttributes, cancellation),
            await SearchAsync(LdapFilter.OfAll(settings.Filter), [name], cancellation),
            name);
    }

    private async Task<IReadOnlyList<LdapEntry>> SearchAsync(string filter, IReadOnlyList<string> attributes, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(
            "ldapsearch",
            [
                "-LLL", "-x", "-H", settings.Urls, .. settings.StartTls ? ["-ZZ"] : Array.Empty<string>(), "-D", settings.BindDn, "-y", settings.PasswordFile,
                "-o", "ldif-wrap=no", "-o", string.Create(CultureInfo.InvariantCulture, $"nettimeout={LdapConf.PatienceSeconds}"),
                "-l", SearchSeconds.ToString(CultureInfo.InvariantCulture), "-E", "pr=500/noprompt", "-b", settings.BaseDn, "-s", "sub", filter, .. attributes,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LDAPCONF"] = settings.LibraryFile },
        };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var search = Process.Start(start)!;
        try
        {
            var (output, error) = (search.StandardOutput.ReadToEndAsync(patience.Token), search.StandardError.ReadToEndAsync(patience.Token));
            await Task.WhenAll(output, error);
            await search.WaitForExitAsync(patience.Token);
            return search.ExitCode == 0 ? Ldif.Parse(await output) : throw new DirectoryException(Reason(await error, search.ExitCode));
        }
        catch (FormatException error)
        {
            throw new DirectoryException($"its answer cannot be read: {error.Message}", error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new DirectoryException($"{settings.Urls} did not answer within {Patience.TotalSeconds} s", error);
        }
        finally
        {
            if (!search.HasExited)
            {
                search.Kill();
            }
        }
    }

    // The first line says what is wrong in the words of LDAP, a further one why.
    private string Reason(string error, int exitCode)
    {
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(2).ToList();
        return $"{settings.Urls}: {(lines.Count == 0 ? $"ldapsearch ended with {exitCode}" : string.Join("; ", lines))}";
    }
}

/// <summary>A directory did not answer, or not with all there is.</summary>
internal sealed class DirectoryException(string message, Exception? inner = null) : Exception(message, inner);
