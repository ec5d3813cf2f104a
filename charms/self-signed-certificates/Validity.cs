using System.Globalization;

namespace Howdah.Charms.SelfSignedCertificates;

/// <summary>For how long the things hold that the charm makes.</summary>
internal sealed record Validity(TimeSpan Certificate, TimeSpan Authority, TimeSpan Overlap)
{
    // Shorter ones would have units ask for another all the time.
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);
    private const double MostDays = 36500;

    // A CA is replaced before a certificate could outlive it, and the former one is then trusted for a while.
    private const int CertificatesPerAuthority = 3;

    /// <summary>Reads the options.</summary>
    /// <param name="option">Gives the text of an option.</param>
    /// <param name="refusal">Why they cannot be, and which; null when they can.</param>
    internal static Validity? Find(Func<string, string?> option, out (string Option, string Reason)? refusal)
    {
        refusal = null;
        var spans = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var name in (string[])["certificate-validity", "root-ca-validity", "ca-overlap"])
        {
            if (Parse(option(name) ?? "") is not { } span)
            {
                refusal = (name, $"{name} is '{option(name)}'; allowed: 1m to 36500d, as days (365d), hours (12h) or minutes (30m)");
                return null;
            }

            spans[name] = span;
        }

        var validity = new Validity(spans["certificate-validity"], spans["root-ca-validity"], spans["ca-overlap"]);
        if (validity.Authority < validity.Certificate * CertificatesPerAuthority)
        {
            refusal = ("root-ca-validity", $"root-ca-validity is {option("root-ca-validity")}; it must be {CertificatesPerAuthority} times certificate-validity, {option("certificate-validity")}, or more");
            return null;
        }

        return validity;
    }

    private static TimeSpan? Parse(string text)
    {
        var unit = text.Length == 0 ? '\0' : text[^1];
        if (!int.TryParse(text.AsSpan(0, Math.Max(text.Length - 1, 0)), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        TimeSpan? span = unit switch
        {
            'd' => number <= MostDays ? TimeSpan.FromDays(number) : null,
            'h' => TimeSpan.FromHours(number),
            'm' => TimeSpan.FromMinutes((double)number),
            _ => null,
        };
        return span >= Least && span <= TimeSpan.FromDays(MostDays) ? span : null;
    }
}
