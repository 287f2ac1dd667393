using System.Runtime.Versioning;
using Workflows.Scenarios.Kills;
using Workflows.Scenarios.Running;
using Xunit.Abstractions;

namespace Workflows.Scenarios.Volumes.Kills;

/// <summary>One command during which movers, pods and the command itself are struck down, until it is done.</summary>
[SupportedOSPlatform("linux")]
internal sealed class VolumeKillCampaign(Workspace workspace, KillPlan plan, RunSight sight, ITestOutputHelper log)
{
    /// <summary>From a moment that was seen to the blow: longer than most of what comes between two moments.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(800);

    private static readonly Victim[] Victims = Enum.GetValues<Victim>();

    private static readonly Dictionary<Victim, Moment[]> Moments = new()
    {
        [Victim.Mover] = [Moment.PodRuns, Moment.HandedOver, Moment.AtWork],
        [Victim.Pod] = [Moment.PodRuns, Moment.HandedOver, Moment.AtWork, Moment.WorkDone],
        [Victim.Workflows] = Enum.GetValues<Moment>(),
    };

    /// <summary>What was struck down, in order.</summary>
    public List<Victim> Struck { get; } = [];

    /// <summary>Runs the command to its end, whatever it takes.</summary>
    /// <param name="first">What is struck down first; what else is left to chance.</param>
    /// <param name="arguments">The command; the kubeconfig last.</param>
    public async Task RunAsync(Victim first, params string[] arguments)
    {
        var program = workspace.Start(arguments);
        try
        {
            Victim[] victims = [first, .. Enumerable.Range(1, plan.Strikes() - 1).Select(_ => plan.Pick(Victims))];
            foreach (var victim in victims)
            {
                var moment = plan.Pick(Moments[victim].Where(sight.Knows).ToArray());
                await sight.UntilAsync(moment, program);
                var delay = plan.Moment(LongestDelay);
                await Task.WhenAny(program.WaitForExitAsync(), Task.Delay(delay));
                var hit = !program.HasEnded && (victim is Victim.Workflows || await TryStrikeAsync(victim));
                log.WriteLine($"  {victim} {delay.TotalMilliseconds:F0} ms after {moment}{(hit ? "" : ": too late")}");
                if (!hit)
                {
                    continue;
                }

                Struck.Add(victim);
                if (victim is Victim.Workflows)
                {
                    await program.KillAsync();
                    program.Dispose();
                    var isBegun = KillCampaign.HasBegun(workspace);
                    program = workspace.Start(isBegun ? ["resume", "--kubeconfig", arguments[^1]] : arguments);
                    if (!isBegun && (await program.WaitAsync()).ExitCode == KillCampaign.NameTaken)
                    {
                        // It was killed after its end.
                        return;
                    }
                }
            }

            (await program.WaitAsync()).Exits(0);
        }
        finally
        {
            program.Dispose();
        }
    }

    private async Task<bool> TryStrikeAsync(Victim victim)
    {
        // A Job's pods that have failed stay: what is struck is one of those that have not.
        var pods = (await sight.PodsAsync())
            .Where(pod => pod["status"]!["phase"]!.GetValue<string>() != "Failed")
            .ToList();
        while (pods.Count > 0)
        {
            var pod = plan.Pick(pods);
            if (victim is Victim.Mover ? MoverProcesses.TryKill(RunSight.NameOf(pod)) : await sight.TryDeleteAsync(pod))
            {
                return true;
            }

            pods.Remove(pod);
        }

        return false;
    }
}
