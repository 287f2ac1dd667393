namespace Workflows.Engine.Journal;

internal enum JournalWriteKind
{
    /// <summary>Makes the file, in a new name of the directory.</summary>
    Create,

    /// <summary>Adds to the file.</summary>
    Append,

    /// <summary>Puts a whole new file in the place of the old one.</summary>
    Replace,

    /// <summary>As <see cref="Replace"/>, for an instance that had ended and begins again: its old state goes too.</summary>
    Restart,

    /// <summary>Removes the journal and the state beside it.</summary>
    Delete,
}

/// <summary>One request to the flusher. An instance has one under way at most.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Path">The journal.</param>
/// <param name="Offset">Where the bytes go.</param>
/// <param name="Bytes">The bytes; not touched by anyone until <paramref name="Done"/> is called.</param>
/// <param name="Done">Called once, with the error or null. Quick: it runs on the flusher's thread.</param>
internal sealed record JournalWrite(
    JournalWriteKind Kind, string Path, long Offset, BatchBuffer? Bytes, Action<Exception?> Done);
