using System.Net.Sockets;
using Azure;
using Azure.Identity;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Stores.Locks;
using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>
/// Turns the errors of Azure's client into the store's own. Nothing of what the client says is passed on but status,
/// code and request id, and no error is kept as the cause: both hold requests and answers, and those hold signatures.
/// </summary>
/// <param name="store">The store's address.</param>
/// <param name="account">The account's name.</param>
/// <param name="container">The container's name.</param>
/// <param name="timeProvider">Clock.</param>
/// <param name="endsAt">When the credential ends, by the service's clock; null where that is not known.</param>
internal sealed class AzureBlobErrors(
    Uri store, string account, string container, TimeProvider timeProvider, DateTimeOffset? endsAt = null)
{
    /// <summary>Azure refuses requests that are 15 minutes old; less is no cause, but half of it is a hint.</summary>
    private static readonly TimeSpan NotableSkew = TimeSpan.FromMinutes(7);

    private const string Overwrite = "UnauthorizedBlobOverwrite";

    private const string ContainerMissing = "ContainerNotFound";

    private const string PermissionMismatch = "AuthorizationPermissionMismatch";

    /// <summary>Whether an error is one of the client's or of what it stands on; everything else is let through.</summary>
    public static bool Knows(Exception error, CancellationToken cancellationToken) => error
        is RequestFailedException or AuthenticationFailedException or AggregateException
            or (IOException and not (FileNotFoundException or FileLoadException)) // These tell of an incomplete installation.
            or HttpRequestException or TimeoutException or UnknownHostException
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    public static bool IsBlobMissing(RequestFailedException error) => error is { Status: 404, ErrorCode: "BlobNotFound" };

    public static bool IsContainerMissing(RequestFailedException error) => error.ErrorCode == ContainerMissing;

    /// <summary>Whether a range starts behind the blob's end.</summary>
    public static bool IsRangeInvalid(RequestFailedException error) => error.Status == 416;

    /// <summary>Whether what is read is not what it was when the read began.</summary>
    public static bool IsReplaced(RequestFailedException error) => error.Status == 412 && !IsLeased(error);

    public static bool AreBlocksMissing(RequestFailedException error) => error is { Status: 400, ErrorCode: "InvalidBlockList" };

    /// <summary>Whether a write was refused because its condition does not hold.</summary>
    public static bool IsConditionFailed(RequestFailedException error, WriteCondition condition) =>
        condition != WriteCondition.None
        && !IsLeased(error)
        && (error.Status == 412
            || error is { Status: 409, ErrorCode: "BlobAlreadyExists" }
            || (condition.MustBeAbsent && (IsImmutable(error) || IsNotReplaceable(error)))
            || (condition.ETag is not null && IsBlobMissing(error)));

    /// <summary>Whether the credential is good, but not for this operation.</summary>
    public static bool IsPermissionMissing(RequestFailedException error) => error is { Status: 403, ErrorCode: PermissionMismatch };

    /// <summary>Whether the credential is not good for what was asked.</summary>
    public static bool IsDenied(RequestFailedException error) => error.Status is 401 or 403;

    /// <summary>The store's error for one that <see cref="Knows"/> names.</summary>
    public StoreException Translate(Exception error, string path) => Cause(error) switch
    {
        RequestFailedException { Status: > 0 } refused => TranslateAnswer(refused, path),
        AuthenticationFailedException => new StoreAccessDeniedException(
            store,
            path,
            advice: "No Azure identity could be used: sign in with 'az login', give this machine a managed identity, set "
                + "AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET, or set " + AzureBlobConnection.SasVariable + "."),
        var other => new StoreUnavailableException(store, path, Reason(other)),
    };

    /// <summary>The same for what is done with a container of the store beside its own.</summary>
    public StoreException TranslateForContainer(Exception error, string name) => Cause(error) switch
    {
        RequestFailedException { ErrorCode: "ContainerBeingDeleted" } => new StoreUnavailableException(
            store, $"container {name}", "a container of that name is being deleted, which takes at least half a minute"),
        RequestFailedException refused when IsPermissionMissing(refused) => new StoreAccessDeniedException(
            store,
            $"container {name}",
            advice: "Its containers need rights in the whole storage account: give the identity the role Storage Blob Data "
                + $"Contributor there; the role for one container does not do. ({What(refused)})"),
        var other => Translate(other, $"container {name}"),
    };

    /// <summary>The same for locks and holds.</summary>
    public StoreException TranslateForLock(Exception error, string path) => Cause(error) switch
    {
        RequestFailedException refused when IsPermissionMissing(refused) => new StoreAccessDeniedException(
            store,
            path,
            advice: "Locks and legal holds take a right of their own, Microsoft.Storage/storageAccounts/blobServices/containers/blobs/"
                + "immutableStorage/runAsSuperUser/action, which the role Storage Blob Data Contributor lacks and Storage Blob Data Owner "
                + $"has; a shared access signature takes the permission i. ({What(refused)})"),
        RequestFailedException { Status: 400 or 405 or 409 or 501 } refused when !IsImmutable(refused) && !IsLeased(refused) =>
            new StoreLocksUnsupportedException(store, What(refused)),
        var other => Translate(other, path),
    };

    /// <summary>A change that was refused for what keeps the blob.</summary>
    /// <param name="path">The blob.</param>
    /// <param name="found">What keeps it; null where that is not known.</param>
    public StoreProtectedException Protected(string path, BlobLock? found) => found switch
    {
        { IsHeld: true } => new(store, path, "a legal hold keeps it as it is, until somebody lifts that"),
        { Until: { } until } => new(
            store, path, $"an immutability policy keeps it as it is until {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC") { Until = until },
        _ => new(store, path, "an immutability policy or a legal hold keeps it as it is. It can be deleted or replaced once that has ended"),
    };

    /// <summary>A read that found its blob replaced: the same read, begun anew, may succeed.</summary>
    public StoreUnavailableException Replaced(string path) => new(store, path, "it was replaced while it was read");

    /// <summary>A read of a range that brought the whole blob.</summary>
    public StoreException RangeIgnored(string path) => new(
        ErrorKind.Failed,
        $"The store {store} answered with the whole of \"{path}\" where a range of it was asked for: something between here "
        + "and the service, such as a proxy, does not pass ranges on.");

    public BlobNotFoundException Missing(string path) => new(store, path);

    public BlobRangeException OutOfRange(string path, long offset, long length, long actual) =>
        new(store, path, offset, length, actual);

    private StoreException TranslateAnswer(RequestFailedException error, string path) => error switch
    {
        { ErrorCode: ContainerMissing } => new StoreNotFoundException(
            store,
            $"container {container}",
            "Check the address, or create it, with the protection that you want: "
                + $"az storage container create --account-name {account} --name {container} --auth-mode login"),
        { ErrorCode: "ContainerBeingDeleted" } => new StoreNotFoundException(
            store, $"container {container}", "It is being deleted, which takes at least half a minute."),
        _ when IsBlobMissing(error) => new BlobNotFoundException(store, path),
        _ when IsImmutable(error) => Protected(path, found: null),
        _ when IsLeased(error) => new StoreProtectedException(store, path, "somebody holds a lease on it. End the lease, or wait for its end"),
        { Status: 401 or 403 } => Denied(error, path),
        { Status: 413 or 507 } => new StoreFullException(store, path),
        { Status: 408 or 429 or >= 500 } => new StoreUnavailableException(store, path, What(error)),
        _ => new StoreException(ErrorKind.Failed, $"The store {store} refused \"{path}\": {What(error)}."),
    };

    private StoreAccessDeniedException Denied(RequestFailedException error, string path)
    {
        var expired = IsOutOfTime(error);
        var advice = error.ErrorCode switch
        {
            _ when expired && AdviceOnTime(error) is { } outOfTime => outOfTime,
            PermissionMismatch or "InsufficientAccountPermissions" =>
                "The identity is known but may not do this: give it the role Storage Blob Data Contributor, or the signature more permissions.",
            "AuthorizationResourceTypeMismatch" or "AuthorizationServiceMismatch" or "AuthorizationProtocolMismatch" =>
                "The shared access signature was made for something else than blobs and containers of this account.",
            "AuthorizationFailure" or "AuthorizationSourceIPMismatch" =>
                "The account's network rules, or the signature's, don't let this machine in, or the credential is of another account.",
            Overwrite => "The signature lets its holder create blobs and not replace them.",
            "KeyBasedAuthenticationNotPermitted" => "The account takes no keys; use an Azure identity.",
            "AccountIsDisabled" => "The account is disabled.",
            "NoAuthenticationInformation" or "InvalidAuthenticationInfo" =>
                "The credential is missing, has expired or is of another tenant: sign in again.",
            _ => AdviceOnTime(error) ?? "Check that the credential is of this account, whole, and not expired.",
        };
        return new StoreAccessDeniedException(store, path, advice: $"{advice} ({What(error)})") { IsExpired = expired };
    }

    /// <summary>What to say where a clock is to blame.</summary>
    private string? AdviceOnTime(RequestFailedException error)
    {
        if (SkewOf(error) is { } skew && skew.Duration() >= NotableSkew)
        {
            return $"This machine's clock is {skew.Duration().TotalMinutes:F0} minutes {(skew > TimeSpan.Zero ? "ahead of" : "behind")} "
                + "the service's, and Azure refuses requests of another time: set the clock.";
        }

        if (Says(error, "date header too old") || Says(error, "Date header"))
            return "Azure refuses requests of another time: set this machine's clock.";
        return IsOutOfTime(error)
            ? "The shared access signature has expired or does not hold yet: make a new one, or set this machine's clock."
            : null;
    }

    /// <summary>Whether the credential is of another time. Azurite does not tell: then the service's clock does.</summary>
    private bool IsOutOfTime(RequestFailedException error) =>
        Says(error, "specified time frame") || (IsDenied(error) && error.GetRawResponse()?.Headers.Date >= endsAt);

    private TimeSpan? SkewOf(RequestFailedException error) =>
        error.GetRawResponse()?.Headers.Date is { } theirs ? timeProvider.GetUtcNow() - theirs : null;

    private static bool Says(RequestFailedException error, string words) =>
        error.Message.Contains(words, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an immutability policy or a legal hold keeps what was to be changed.</summary>
    public static bool IsImmutable(RequestFailedException error) =>
        error.Status == 409 && error.ErrorCode?.StartsWith("BlobImmutable", StringComparison.Ordinal) == true;

    /// <summary>The answer to a signature that may create, where there is a blob already.</summary>
    private static bool IsNotReplaceable(RequestFailedException error) => error is { Status: 403, ErrorCode: Overwrite };

    private static bool IsLeased(RequestFailedException error) =>
        error.ErrorCode?.StartsWith("Lease", StringComparison.Ordinal) == true;

    /// <summary>The error that the last of several tries ended with.</summary>
    private static Exception Cause(Exception error) =>
        error is AggregateException many && many.Flatten().InnerExceptions is [.., var last] ? last : error;

    private string Reason(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }:
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return $"its name '{store.Host}' can't be resolved";
                case SocketException socket:
                    return $"the connection failed ({socket.SocketErrorCode})";
                case OperationCanceledException or TimeoutException:
                    return "it did not answer in time";
                case HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http:
                    return $"the connection failed ({http.HttpRequestError})";
            }
        }

        return "the connection broke";
    }

    private static string What(RequestFailedException error)
    {
        var request = error.GetRawResponse()?.Headers.RequestId is { Length: > 0 } id ? $", request {id}" : "";
        return $"HTTP {error.Status} {error.ErrorCode}".TrimEnd() + request;
    }
}
