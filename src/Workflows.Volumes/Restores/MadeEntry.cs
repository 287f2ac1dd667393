using System.Runtime.InteropServices;

namespace Workflows.Volumes.Restores;

/// <param name="WasThere">Whether its content was there already.</param>
/// <param name="Refused">What of its metadata could not be set, a sentence each.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MadeEntry(bool WasThere, IReadOnlyList<string> Refused);
