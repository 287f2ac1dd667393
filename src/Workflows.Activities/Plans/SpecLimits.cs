using System.Globalization;
using System.Text.Json;
using Workflows.Core.Applications;
using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Core.Hooks;
using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Activities.Plans;

/// <summary>What a run may be asked for, by whichever way: no more than a history holds, and nothing that its host can't do.</summary>
public static class SpecLimits
{
    /// <summary>How long a host runs one hook where nothing else is said: activities have their limits.</summary>
    public static readonly TimeSpan UsualHook = TimeSpan.FromMinutes(3);

    /// <summary>How long volume policies may be, in characters: they are in the input of activities.</summary>
    private const int LongestPolicies = 16_000;

    /// <summary>A backup that may be asked for.</summary>
    /// <param name="spec">The backup.</param>
    /// <param name="longestHook">How long the host can run one hook.</param>
    /// <exception cref="PlanRefusedException">It may not.</exception>
    public static BackupSpec Checked(BackupSpec spec, TimeSpan longestHook)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Require(spec.Hooks, spec.Components, longestHook);
        return spec.VolumePolicies is null || LengthOf(spec.VolumePolicies) <= LongestPolicies
            ? spec
            : throw new PlanRefusedException(
                ErrorKind.Usage, $"The volume policies come to {LengthOf(spec.VolumePolicies)} characters and may have {LongestPolicies}.");
    }

    /// <summary>A restore that may be asked for.</summary>
    /// <param name="spec">The restore.</param>
    /// <inheritdoc cref="Checked(BackupSpec, TimeSpan)"/>
    public static RestoreSpec Checked(RestoreSpec spec, TimeSpan longestHook)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Require(spec.Hooks, [], longestHook);
        return spec;
    }

    private static void Require(IReadOnlyList<HookRule> hooks, IReadOnlyList<ProtectedComponent> components, TimeSpan longestHook)
    {
        var tooLong = hooks.SelectMany(rule => rule.Pre.Concat(rule.Post).Concat(rule.Restored)).FirstOrDefault(hook => hook.Timeout > longestHook);
        if (tooLong is not null)
        {
            throw new PlanRefusedException(ErrorKind.Usage, string.Create(
                CultureInfo.InvariantCulture,
                $"A hook of '{tooLong.Rule}' may take {tooLong.Timeout.TotalSeconds:0}s, and this host can run a hook for {longestHook.TotalSeconds:0}s at most."));
        }

        var length = hooks.Count + components.Count == 0 ? 0 : LengthOf(new ApplicationRules(hooks, components));
        if (length > HookRule.MaxLength)
        {
            throw new PlanRefusedException(
                ErrorKind.Usage,
                $"The hooks and applications come to {length} characters and may have {HookRule.MaxLength}: put long scripts into the "
                + "container's image or a ConfigMap, and call them.");
        }
    }

    private static int LengthOf<T>(T asked) => JsonSerializer.Serialize(asked, DurableJson.Options).Length;
}
