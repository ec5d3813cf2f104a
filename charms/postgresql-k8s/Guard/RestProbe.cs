namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>Whether Patroni answers at all; what it says does not matter.</summary>
internal sealed class RestProbe(GuardSettings settings, HttpClient http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    internal bool Answers()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, settings.RestUrl);
            using var response = http.Send(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
