using Workflows.Core.Hooks;

namespace Workflows.Orchestrations.Hooks;

/// <summary>What a look for pods that have restore hooks found.</summary>
/// <param name="Found">Those that no look before found, by reference.</param>
/// <param name="Missing">How many more are to come.</param>
public sealed record RestoreHookLook(HookPlan Found, int Missing);
