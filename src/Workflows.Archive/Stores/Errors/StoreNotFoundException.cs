using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>The store itself is not there: a wrong path, a disk that is not mounted, a container that nobody created.</summary>
public sealed class StoreNotFoundException(
    Uri store, string missing, string advice = "Check the path, and that its disk is mounted.")
    : StoreException(ErrorKind.NotFound, $"There is no store at {store}: \"{missing}\" does not exist. {advice}");
