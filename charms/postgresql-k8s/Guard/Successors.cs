using System.Net.Http.Headers;
using System.Text;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>
/// The other members' Patronis. Each looks at the leader key once in <c>loop_wait</c>; with the v2 API of etcd and a pause of one second
/// it does not watch the key in between (<c>Etcd.watch</c> of Patroni gives up below a second). So they are told to look now.
/// </summary>
internal sealed class Successors(GuardSettings settings, OtherMembers others, HttpClient http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // A configuration that sets nothing changes nothing, but Patroni looks at its cluster after every such request.
    private const string Nothing = """{"howdah":null}""";

    /// <summary>Has every other member look at the leader key now.</summary>
    /// <returns>Whether one of them answered, so that there is somebody who may take over.</returns>
    internal bool Call()
    {
        var urls = others.RestUrls();
        if (urls.Count == 0)
        {
            return false;
        }

        var user = LocalAccess.ReadRestApi(settings.Command[^1]);
        var authorization = new AuthenticationHeaderValue("Basic", Store.Base64($"{user.Username}:{user.Password}"));
        var answers = 0;
        Parallel.ForEach(urls, new ParallelOptions { MaxDegreeOfParallelism = urls.Count }, url =>
        {
            if (Nudge(new Uri(url, "/config"), authorization))
            {
                Interlocked.Increment(ref answers);
            }
        });
        return answers > 0;
    }

    private bool Nudge(Uri url, AuthenticationHeaderValue authorization)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Patch, url)
            {
                Content = new StringContent(Nothing, Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = authorization;
            using var response = http.Send(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            // It looks by itself within a second.
            return false;
        }
    }
}
