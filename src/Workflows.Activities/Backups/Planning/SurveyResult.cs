using Workflows.Core.Backups.Planning;
using Workflows.Core.Reports;

namespace Workflows.Activities.Backups.Planning;

/// <param name="ServerVersion">The cluster's <c>gitVersion</c>.</param>
/// <param name="ClusterUid">The uid of the namespace <c>kube-system</c>; null where it may not be read.</param>
/// <param name="Revision">The revision of everything below.</param>
/// <param name="Kinds">What is captured, in the archive's order.</param>
/// <param name="SelectedNamespaces">The namespaces selected, in order.</param>
/// <param name="AllNamespaces">How many namespaces there are.</param>
/// <param name="Scope">Which objects of the lists belong to the backup.</param>
/// <param name="Problems">What can't be captured as asked.</param>
internal sealed record SurveyResult(
    string ServerVersion,
    string? ClusterUid,
    string Revision,
    IReadOnlyList<SurveyedKind> Kinds,
    IReadOnlyList<string> SelectedNamespaces,
    int AllNamespaces,
    CaptureScope Scope,
    IReadOnlyList<Problem> Problems);
