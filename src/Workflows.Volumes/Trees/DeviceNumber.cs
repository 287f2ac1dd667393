using System.Runtime.InteropServices;

namespace Workflows.Volumes.Trees;

/// <param name="Major">The driver.</param>
/// <param name="Minor">The driver's device.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DeviceNumber(uint Major, uint Minor);
