namespace Workflows.Volumes.Trees;

/// <summary>What an entry of a directory is.</summary>
public enum EntryKind
{
    File,
    Directory,
    SymbolicLink,
    Fifo,
    Socket,
    CharacterDevice,
    BlockDevice,
}
