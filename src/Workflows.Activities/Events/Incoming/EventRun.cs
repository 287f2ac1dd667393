using System.Security.Cryptography;
using System.Text;
using Workflows.Archive.Format;
using Workflows.Core.Events;

namespace Workflows.Activities.Events.Incoming;

/// <summary>
/// What the run is called that a rule starts for an event: however often the event comes, it means one run. Events are
/// told apart by source and id, as CloudEvents have it.
/// </summary>
internal static class EventRun
{
    private const int Digits = 13;
    private const string ManifestEnd = ".json";

    /// <summary>
    /// A plan's name with digits of rule and event, as long as the name of a run that is due is and never one of those:
    /// there a number stands where here is an <c>e</c>.
    /// </summary>
    public static string NameOf(string plan, string rule, ReceivedEvent received) => $"{plan}-{Mark(rule, received)}";

    /// <summary>The id of the instance that notes that an event was handed out.</summary>
    public static string NoteOf(string rule, ReceivedEvent received) => $"event-{rule}-{Mark(rule, received)}";

    /// <summary>
    /// The backup that an event tells of: in <c>data.backup</c>, as our own events have it, or as the blob of its manifest;
    /// null where it tells of none.
    /// </summary>
    public static string? BackupIn(ReceivedEvent received)
    {
        if (received.DataAt("backup") is { } told)
        {
            return BackupName.IsValid(told) ? told : null;
        }

        var start = received.Subject.LastIndexOf($"/{ArchiveLayout.Manifests}", StringComparison.Ordinal);
        if (start < 0 || !received.Subject.EndsWith(ManifestEnd, StringComparison.Ordinal))
        {
            return null;
        }

        var name = received.Subject[(start + 1 + ArchiveLayout.Manifests.Length)..^ManifestEnd.Length];
        return BackupName.IsValid(name) ? name : null;
    }

    private static string Mark(string rule, ReceivedEvent received)
    {
        // Lengths stand between the texts, which may hold anything: no two triples are written alike.
        var identity = $"{rule.Length}:{rule}{received.Source.Length}:{received.Source}{received.Id}";
        return "e" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..Digits];
    }
}
