using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Orchestrations.Tests.Hosting;

namespace Workflows.Orchestrations.Tests.Backups;

/// <summary>Histories hold references and counts: what stands in one entry must not grow with the cluster.</summary>
public sealed class BackupHistoryTests
{
    [Fact]
    public async Task No_entry_of_a_backup_of_a_thousand_parts_outgrows_a_history()
    {
        var run = await new BackupFakes(BackupFakes.SomeParts(1_000)).RunAsync();

        Assert.Equal(10_000, run.Result<BackupSummary>().Objects);
        AssertFits(run);
    }

    [Fact]
    public async Task No_entry_outgrows_a_history_when_kinds_and_namespaces_have_longestnames()
    {
        // As an operator's kinds on a hosted platform are named; a namespace's name ends at 63 characters.
        string[] namespaces =
            [.. Enumerable.Range(0, 300).Select(n => $"customer-{n:D4}-environment-production-region-europe-west-0123456789a"[..63])];
        SurveyedKind[] kinds =
        [
            .. Enumerable.Range(0, 30).Select(n => new SurveyedKind(
                new(
                    "infrastructure.platform.some-company.example.com",
                    "v1alpha1",
                    $"virtualmachineinstancereplicasets{n}",
                    $"VirtualMachineInstanceReplicaSet{n}",
                    true,
                    ["list"]),
                30_000)),
        ];
        var parts = new PartCutter(pageSize: 500).Cut(kinds, namespaces, namespaces.Length);

        var run = await new BackupFakes(parts).RunAsync();

        Assert.True(parts.Count > 300, $"{parts.Count} parts are no test.");
        run.Result<BackupSummary>();
        AssertFits(run);
    }

    [Fact]
    public async Task No_entry_outgrows_a_history_when_the_filters_are_as_long_as_they_may_be()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(200));
        var longest = fakes.Spec with
        {
            Selection = new()
            {
                IncludedNamespaces = [.. Enumerable.Range(0, 375).Select(number => $"customer-{number:D5}-a")],
            },
        };
        Assert.Empty(longest.Selection.Validate());

        var run = await new BackupFakes(fakes.Parts) { Spec = longest }.RunAsync();

        run.Result<BackupSummary>();
        AssertFits(run);
    }

    private static void AssertFits(Run run) => Assert.True(
        run.LargestPayload.Bytes < Run.HistoryEntryLimit, $"{run.LargestPayload.Bytes} bytes: {run.LargestPayload.Whose}");
}
