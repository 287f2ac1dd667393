using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>The condition of a write does not hold: somebody else wrote first. Nothing was changed.</summary>
public sealed class StoreConflictException(Uri store, string path, WriteCondition condition)
    : StoreException(
        ErrorKind.Conflict,
        condition.MustBeAbsent
            ? $"\"{path}\" already exists in the store {store}."
            : $"\"{path}\" in the store {store} was changed by somebody else in the meantime.")
{
    public string Path { get; } = path;
}
