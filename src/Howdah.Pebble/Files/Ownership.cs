using Howdah.Pebble.Api;
using Howdah.Pebble.Processes;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Files;

/// <summary>The permissions and the owner that a request wants for a new file or folder.</summary>
internal sealed record Ownership(int Mode, uint? Uid, uint? Gid)
{
    /// <exception cref="FileOperationException">The permissions, the user or the group are not valid.</exception>
    public static Ownership Of(FileItem item, int defaultMode)
    {
        var mode = defaultMode;
        if (!string.IsNullOrEmpty(item.Permissions))
        {
            if (item.Permissions.Length != 3 || item.Permissions.AsSpan().IndexOfAnyExceptInRange('0', '7') >= 0)
            {
                throw new FileOperationException($"permissions must be a 3-digit octal string, got {GoQuote.Quote(item.Permissions)}");
            }
            mode = Convert.ToInt32(item.Permissions, 8);
        }
        try
        {
            var (uid, gid) = Accounts.Resolve(item.UserId, item.User, item.GroupId, item.Group);
            var account = Account.ForChange(uid, gid);
            return new Ownership(mode, account?.Uid, account?.Gid);
        }
        catch (AccountException wrong)
        {
            throw new FileOperationException($"cannot look up user and group: {wrong.Message}");
        }
    }
}
