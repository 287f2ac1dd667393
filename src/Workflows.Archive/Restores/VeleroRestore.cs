using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Archive.Compression;
using Workflows.Archive.Stores;
using Workflows.Core.Restores;

namespace Workflows.Archive.Restores;

/// <summary>
/// What Velero keeps of a restore in a storage location (pkg/persistence/object_store.go, PutRestoreLog and the calls
/// beside it), and what <c>velero restore describe</c> and <c>logs</c> read there.
/// </summary>
public static class VeleroRestore
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>Writes log, results and resource list, in place of those of an earlier attempt.</summary>
    /// <param name="store">The store.</param>
    /// <param name="report">How the restore went.</param>
    /// <param name="outcomes">What became of each object, in the order it was done.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <exception cref="Stores.Errors.StoreException">The store failed.</exception>
    public static async Task WriteAsync(
        IArchiveStore store,
        RestoreReport report,
        IAsyncEnumerable<ObjectOutcome> outcomes,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(outcomes);
        using var log = new VeleroRestoreLog(report);
        var results = new VeleroRestoreResults(report);
        var list = new VeleroRestoreList();
        await foreach (var outcome in outcomes.WithCancellation(cancellationToken))
        {
            log.Add(outcome);
            results.Add(outcome);
            list.Add(outcome);
        }

        await WriteAsync("logs.gz", log.Build());
        await WriteAsync("results.gz", Pack(results.Build()));
        await WriteAsync("resource-list.json.gz", Pack(list.Build()));

        Task WriteAsync(string document, byte[] content) =>
            store.WriteAsync(PathOf(report.Name, document), content, WriteCondition.None, cancellationToken);
    }

    /// <summary>Where a document lies: <c>velero/restores/NAME/restore-NAME-DOCUMENT</c>.</summary>
    public static string PathOf(string restore, string document) =>
        $"velero/restores/{restore}/restore-{restore}-{document}";

    /// <summary>JSON as Go's encoder writes it: one line, ended.</summary>
    private static byte[] Pack(JsonObject document) =>
        GzipMember.Pack(Encoding.UTF8.GetBytes(document.ToJsonString(Json) + "\n"));
}
