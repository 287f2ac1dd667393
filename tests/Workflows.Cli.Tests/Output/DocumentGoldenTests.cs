using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Output;

/// <summary>
/// The contract of docs/cli-output.md, document by document: each in all three forms, held by golden files.
/// </summary>
public sealed class DocumentGoldenTests : IDisposable
{
    private static readonly Dictionary<string, Func<CommandResult>> Samples = new(StringComparer.Ordinal)
    {
        ["backup-create"] = () => Of(DocumentSamples.BackupCreated, BackupCreatedView.Write),
        ["backup-get"] = () => Of(DocumentSamples.BackupList, BackupListView.Write),
        ["backup-get-empty"] = () => Of(new BackupListDocument("/store", []), BackupListView.Write),
        ["backup-describe"] = () => Of(DocumentSamples.BackupDescription, BackupDescriptionView.Write),
        ["backup-verify"] = () => Of(DocumentSamples.Intact, VerificationView.Write),
        ["backup-get-encrypted"] = () => Of(
            new BackupListDocument("/store", [DocumentSamples.EncryptedDescription.Backup]), BackupListView.Write),
        ["backup-describe-encrypted"] = () => Of(DocumentSamples.EncryptedDescription, BackupDescriptionView.Write),
        ["backup-verify-no-key"] = () => Of(DocumentSamples.NotWhollyChecked, VerificationView.Write),
        ["backup-export"] = () => Of(new ExportDocument("nightly", "velero", "/tmp/n", 1234), (output, d) => output.Line(d.Path)),
        ["key-create"] = () => Of(new KeyDocument("/home/me/workflows.key", "7814dda401e6f8c26c5aae5dad3dd4c9"), (output, d) => output.Line(d.KeyId)),
        ["key-rotate"] = () => Of(DocumentSamples.Rotation, RotationView.Write),
        ["backup-verify-damaged"] = () => Of(DocumentSamples.Damaged, VerificationView.Write),
        ["backup-compare"] = () => Of(DocumentSamples.Different, ComparisonView.Write),
        ["backup-compare-equal"] = () => Of(DocumentSamples.Equal, ComparisonView.Write),
        ["backup-download"] = () => Of(new DownloadDocument("nightly", "/tmp/n.tar.gz", 1234), (output, d) => output.Line(d.File)),
        ["backup-describe-protected"] = () => Of(DocumentSamples.ProtectedDescription, BackupDescriptionView.Write),
        ["backup-copy"] = () => Of(DocumentSamples.Copied, CopyView.Write),
        ["backup-copy-there"] = () => Of(
            new CopyDocument("nightly", DocumentSamples.Copied.BackupUid, "/store", "/mnt/offsite", WasThere: true), CopyView.Write),
        ["backup-hold"] = () => Of(DocumentSamples.Held, HoldView.Write),
        ["backup-release"] = () => Of(new HoldDocument("nightly", Held: false), HoldView.Write),
        ["backup-delete"] = () => Of(new DeletionDocument("nightly", true, false), (output, d) => output.Line(d.Name)),
        ["backup-delete-left"] = () => Of(
            new DeletionDocument("nightly", true, false) { SnapshotsLeft = "1 of its snapshots may still be there." }, (output, d) => output.Line(d.SnapshotsLeft!)),
        ["logs"] = () => Of(new LogsDocument("nightly", ["time=1 msg=\"a\"", "time=2 msg=\"b\u001b[31m\""]), (output, d) => output.Line(d.Lines[1])),
        ["restore-create"] = () => Of(DocumentSamples.RestoreCreated, RestoreCreatedView.Write),
        ["restore-get"] = () => Of(DocumentSamples.RestoreList, RestoreListView.Write),
        ["restore-delete"] = () => Of(new DeletionDocument("fix", false, true), RestoreDeletionView.Write),
        ["restore-describe-sealed"] = () => Of(DocumentSamples.SealedRestoreDescription, RestoreDescriptionView.Write),
        ["restore-describe"] = () => Of(DocumentSamples.RestoreDescription, RestoreDescriptionView.Write),
        ["restore-describe-claim"] = () => Of(DocumentSamples.ClaimRestoreDescription, RestoreDescriptionView.Write),
        ["resume"] = () => Of(DocumentSamples.Resumed, (output, d) => ResumeView.Write(output, d, [o => o.Line("one"), o => o.Line("two")])),
        ["volume-backup"] = () => Of(VolumeSamples.Second, VolumeBackupView.Write),
        ["volume-get"] = () => Of(new VolumeListDocument("/store", [VolumeSamples.First, VolumeSamples.Second]), VolumeListView.Write),
        ["volume-get-empty"] = () => Of(new VolumeListDocument("/store", []), VolumeListView.Write),
        ["volume-ls"] = () => Of(VolumeSamples.Contents, VolumeContentsView.Write),
        ["volume-restore"] = () => Of(VolumeSamples.Restored, VolumeRestoreView.Write),
        ["volume-verify"] = () => Of(VolumeSamples.Damaged, VolumeVerificationView.Write),
        ["volume-delete"] = () => Of(new VolumeDeletionDocument("monday", 1234), (output, d) => output.Line(d.Name)),
        ["cluster-check"] = () => Of(DocumentSamples.Access, ClusterAccessView.Write),
        ["apply"] = () => Of(ResourceSamples.Applied, ResourceViews.Write),
        ["diff"] = () => Of(ResourceSamples.Different, ResourceViews.Write),
        ["diff-equal"] = () => Of(new DiffDocument("/store", false, []), ResourceViews.Write),
        ["get"] = () => Of(ResourceSamples.List, (output, d) => output.Line(d.Kind)),
        ["describe"] = () => Of(ResourceSamples.Description, ResourceViews.Write),
        ["delete"] = () => Of(new ResourceDeletionDocument("Schedule", "often"), (output, d) => output.Line(d.Name)),
        ["schedule-get"] = () => Of(ResourceSamples.Schedules, ScheduleListView.Write),
        ["schedule-get-empty"] = () => Of(new ScheduleListDocument("/store", []), ScheduleListView.Write),
        ["retention-run"] = () => Of(ResourceSamples.Retained, RetentionView.Write),
        ["retention-run-dry"] = () => Of(ResourceSamples.Reviewed, RetentionView.Write),
        ["version"] = () => Of(new VersionDocument("0.1.0", ".NET 10.0.0", "linux-x64"), (output, d) => output.Line(d.Version)),
    };

    private readonly CliHarness cli = new();

    public static TheoryData<string, string> Forms()
    {
        var forms = new TheoryData<string, string>();
        foreach (var name in Samples.Keys)
        {
            forms.Add(name, "json");
            forms.Add(name, "yaml");
            forms.Add(name, "txt");
        }

        return forms;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Document_is_written_as_promised(string name, string form)
    {
        using var output = new StringWriter();
        var format = form switch
        {
            "json" => OutputFormat.Json,
            "yaml" => OutputFormat.Yaml,
            _ => OutputFormat.Table,
        };

        new ResultWriter(cli.Environment(output, output), format).Write(Samples[name]());

        Golden.Matches(output.ToString(), $"{name}.{form}");
    }

    public void Dispose() => cli.Dispose();

    private static CommandResult Of<T>(T document, Action<Cli.Output.Text.TextOutput, T> write)
        where T : notnull =>
        new(document, output => write(output, document), 0);
}
