using Howdah.Pebble.Daemon;
using Howdah.Pebble.Identities;
using Howdah.Pebble.State;

namespace Howdah.Pebble.Api;

/// <summary><c>/v1/identities</c> and <c>/v1/pairing</c>.</summary>
internal sealed class IdentitiesApi(IdentityStore identities, StateFile state)
{
    public IEnumerable<Operation> Operations =>
    [
        new("GET", "identities", Access.Read, ListAsync),
        new("POST", "identities", Access.Admin, ChangeAsync),
        // Nobody passes the access check: only an open pairing window lets a client in, and nothing opens one.
        new("POST", "pairing", Access.Pairing, _ => throw new ApiException(401, "access denied", "login-required")),
    ];

    private Task ListAsync(ApiRequest request) =>
        Respond.SyncAsync(request.Context, json => IdentityJson.Write(json, identities.All.Values, secrets: false));

    private async Task ChangeAsync(ApiRequest request)
    {
        var body = await request.BodyAsync(BodyJson.Default.IdentitiesBody).ConfigureAwait(false);
        try
        {
            foreach (var change in identities.Apply(body.Action ?? "", body.Identities ?? []))
            {
                SecurityLog.IdentityChanged(request.Caller, change);
            }
        }
        catch (IdentityException refused)
        {
            throw ApiException.Bad(refused.Message);
        }
        await state.FlushAsync(request.Cancellation).ConfigureAwait(false);
        await Respond.SyncAsync(request.Context, null).ConfigureAwait(false);
    }
}
