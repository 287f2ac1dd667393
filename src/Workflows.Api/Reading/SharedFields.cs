using Workflows.Archive.Format;
using Workflows.Core.Plans.Reading;
using Workflows.Core.Resources;

namespace Workflows.Api.Reading;

/// <summary>Fields that requests share, checked as the command line checks its options.</summary>
internal static class SharedFields
{
    public static string Name(FieldReader fields, string field, string description)
    {
        var name = fields.RequiredText(field, description);
        return name.Length > 0 ? Checked(fields, field, name) : name;
    }

    public static string? OptionalName(FieldReader fields, string field, string description) =>
        fields.Text(field, description) is { } name ? Checked(fields, field, name) : null;

    /// <summary>A declared plan, which says all but what may stand beside it.</summary>
    /// <param name="fields">The request.</param>
    /// <param name="description">What becomes of the plan.</param>
    /// <param name="others">The fields that say what the plan says.</param>
    public static string? Plan(FieldReader fields, string description, params IEnumerable<string> others)
    {
        var plan = OptionalName(fields, "plan", description);
        if (plan is not null)
        {
            foreach (var other in others.Where(fields.Has))
            {
                fields.Report(other, ["The plan says this: leave it away, or change the plan."]);
            }
        }

        return plan;
    }

    public static string? Context(FieldReader fields) =>
        fields.Text("context", "The context of the service's kubeconfig. Default: the one that the service was started with.");

    public static string? KeyId(FieldReader fields) => fields.Text(
        "keyId", "The id of the key: it must be the one that the service has, so that a service with another refuses. Keys themselves are never sent.");

    public static bool RunHooks(FieldReader fields) =>
        fields.Flag("runHooks", "Whether hooks are run: those that pods name in their annotations, and those of hooks. Default: true.") ?? true;

    /// <summary>Pairs of names in which no two may become the same.</summary>
    public static IReadOnlyDictionary<string, string> Namespaces(FieldReader fields)
    {
        const string Field = "namespaceMappings";
        var mapped = fields.Map(Field, "From namespaces of the backup to others of the cluster.");
        fields.Report(Field, from pair in mapped
                             where !DnsName.IsLabel(pair.Key) || !DnsName.IsLabel(pair.Value)
                             select $"'{pair.Key}' to '{pair.Value}': both must be names of namespaces.");
        fields.Report(Field, from target in mapped.GroupBy(pair => pair.Value, StringComparer.Ordinal)
                             where target.Count() > 1
                             select $"{string.Join(" and ", target.Select(pair => $"'{pair.Key}'"))} can't both become '{target.Key}', "
                                 + "where their objects would overwrite each other; restore them one by one.");
        return Sorted(mapped);
    }

    public static IReadOnlyDictionary<string, string> StorageClasses(FieldReader fields)
    {
        const string Field = "storageClassMappings";
        var mapped = fields.Map(Field, "From storage classes of the backup to others of the cluster.");
        fields.Report(Field, from pair in mapped
                             where !DnsName.IsSubdomain(pair.Key) || !DnsName.IsSubdomain(pair.Value)
                             select $"'{pair.Key}' to '{pair.Value}': both must be names of storage classes.");
        return Sorted(mapped);
    }

    private static string Checked(FieldReader fields, string field, string name)
    {
        fields.Report(field, BackupName.IsValid(name) ? [] :
        [
            "Lower-case letters, digits, '-' and '.' are taken here, with a letter or digit at the start and the end, and at most "
            + $"{BackupName.MaxLength} characters.",
        ]);
        return name;
    }

    private static SortedDictionary<string, string> Sorted(IReadOnlyDictionary<string, string> pairs) =>
        new(pairs.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
}
