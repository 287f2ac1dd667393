using Workflows.Core.Volumes;

namespace Workflows.Orchestrations.Volumes;

/// <param name="Move">What is moved.</param>
/// <param name="State">What the look before knew.</param>
public sealed record AttendInput(ClaimMove Move, MoverState State);
