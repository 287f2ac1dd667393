namespace Workflows.Engine.History;

/// <summary>An exported history: what a recorded-history fixture holds.</summary>
internal sealed record HistoryDocument(int Format, IReadOnlyList<HistoryRecord> Records)
{
    public const int CurrentFormat = 1;
}
