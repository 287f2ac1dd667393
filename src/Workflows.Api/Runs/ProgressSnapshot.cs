namespace Workflows.Api.Runs;

/// <summary>How far a run is, all its parts together; numbers are 0 while unknown or where they mean nothing.</summary>
/// <param name="Step">What is being done, as the orchestration calls it: <c>Capturing</c>.</param>
public sealed record ProgressSnapshot(string Step)
{
    /// <summary>The wave of a restore.</summary>
    public string Wave { get; init; } = "";

    /// <summary>Which round of a backup, from 0: each further one follows a revision that was compacted.</summary>
    public int Round { get; init; }

    public int Parts { get; init; }

    public int PartsDone { get; init; }

    /// <summary>How many objects there are to do; the server's own count for a backup, before any filter.</summary>
    public long ObjectsExpected { get; init; }

    public long Objects { get; init; }

    public long Bytes { get; init; }

    /// <summary>How many bytes there are to do; only a copy knows.</summary>
    public long BytesExpected { get; init; }

    /// <summary>Files of the store that are copied.</summary>
    public long Files { get; init; }

    public long FilesDone { get; init; }

    public long Failed { get; init; }

    /// <summary>Claims whose data is moved.</summary>
    public int Volumes { get; init; }

    public int VolumesDone { get; init; }

    /// <summary>Whether <see cref="ObjectsExpected"/> is exact.</summary>
    public bool IsExact { get; init; }

    public static ProgressSnapshot Starting { get; } = new("Starting");
}
