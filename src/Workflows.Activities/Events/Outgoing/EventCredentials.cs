using Azure.Core;
using Azure.Identity;
using Workflows.Core.Errors;

namespace Workflows.Activities.Events.Outgoing;

/// <summary>The tokens that an endpoint takes. They are kept nowhere, and told to nobody else.</summary>
internal static class EventCredentials
{
    private const int LongestToken = 16 * 1024;

    private const UnixFileMode Shared = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly TokenRequestContext EventGrid = new(["https://eventgrid.azure.net/.default"]);

    /// <summary>The host's own identity, as Event Grid takes it.</summary>
    /// <exception cref="EventNotTakenException">There is none now.</exception>
    public static async ValueTask<string?> OfIdentityAsync(TokenCredential identity, CancellationToken cancellationToken)
    {
        try
        {
            return (await identity.GetTokenAsync(EventGrid, cancellationToken)).Token;
        }
        catch (AuthenticationFailedException failed)
        {
            throw new EventNotTakenException(
                ErrorKind.Denied,
                $"No token for Event Grid could be had: {failed.Message.Split('\n')[0].Trim()} The host's identity needs the role EventGrid Data Sender on the topic.",
                mayPass: true,
                failed);
        }
    }

    /// <summary>A token in a file, read anew for each event, so that it can be changed.</summary>
    /// <exception cref="WorkflowsException">It can't be read, others can read it, or there is no token in it.</exception>
    public static string OfFile(string path)
    {
        var content = new byte[LongestToken + 2];
        int length;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Shared) != UnixFileMode.None)
            {
                throw new EventNotTakenException(
                    ErrorKind.Denied,
                    $"The token file \"{path}\" can be read or written by others. Make it yours alone: chmod 600 \"{path}\".",
                    mayPass: true);
            }

            length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new EventNotTakenException(ErrorKind.Denied, $"The token file \"{path}\" can't be read: {unreadable.Message}", mayPass: true, unreadable);
        }

        var token = System.Text.Encoding.UTF8.GetString(content, 0, length).TrimEnd('\r', '\n');
        return token.Length is > 0 and <= LongestToken && token.All(c => c is > ' ' and < (char)127)
            ? token
            : throw new EventNotTakenException(
                ErrorKind.Usage, $"The token file \"{path}\" must hold one line of up to {LongestToken} characters without spaces.", mayPass: true);
    }
}
