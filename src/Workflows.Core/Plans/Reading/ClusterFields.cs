using System.Text.RegularExpressions;
using Workflows.Core.Clusters;
using Workflows.Core.Keys;

namespace Workflows.Core.Plans.Reading;

/// <summary>How a cluster is written: in one of six ways it is said where it is found.</summary>
internal static partial class ClusterFields
{
    private static readonly string[] Sections = ["kubeconfig", "kubeconfigSecret", "aks", "eks", "gke"];

    /// <summary>What stands for a cluster that could not be read.</summary>
    public static ClusterResource Nowhere { get; } = new() { Name = "", Reference = new([], null) };

    public static ClusterResource Read(FieldReader fields)
    {
        var files = fields.Texts("kubeconfig", "Absolute paths of kubeconfig files, merged as kubectl does.");
        fields.Report("kubeconfig", files.Where(file => !file.StartsWith('/')).Select(file => $"\"{file}\" is no absolute path."));
        CloudSource?[] clouds =
        [
            fields.Section("kubeconfigSecret", "A kubeconfig that is a secret in Azure Key Vault. It must hold all that it needs: no paths, no exec.", Secret),
            fields.Section("aks", "A cluster of Azure Kubernetes Service, reached with the Azure identity of whoever runs the plan.", Aks),
            fields.Section("eks", "A cluster of Amazon EKS, reached with the AWS credentials of whoever runs the plan.", Eks),
            fields.Section("gke", "A cluster of Google Kubernetes Engine, reached with the Google credentials of whoever runs the plan.", Gke),
        ];
        var inside = fields.Flag("inCluster", "Whether it is the cluster that this runs in.") ?? false;
        var context = fields.Text("context", "The context of the kubeconfig. Default: its current one.");
        string[] places = [.. Sections.Where(fields.Has), .. inside ? (string[])["inCluster"] : []];
        if (places.Length != 1 || (places[0] == "kubeconfig" && files.Count == 0))
        {
            fields.Report(null, ["A cluster has one of kubeconfig, kubeconfigSecret, aks, eks, gke and inCluster: true."]);
        }
        else if (context is not null && !places[0].StartsWith("kubeconfig", StringComparison.Ordinal))
        {
            fields.Report("context", ["Only a kubeconfig has contexts."]);
        }

        return new ClusterResource
        {
            Name = "",
            Reference = new ClusterReference(files, context) { Cloud = clouds.FirstOrDefault(cloud => cloud is not null) },
        };
    }

    private static KubeconfigSecret Secret(FieldReader fields)
    {
        var vault = fields.RequiredText("vault", "The vault's URL: https://NAME.vault.azure.net.");
        Check(fields, "vault", vault, VaultAddress.IsVault(vault), VaultAddress.VaultExpected);
        var secret = fields.RequiredText("secret", "The secret's name.");
        Check(fields, "secret", secret, VaultAddress.IsName(secret), "A secret's name has letters, digits and -.");
        return new KubeconfigSecret(vault.TrimEnd('/'), secret);
    }

    private static AksCluster Aks(FieldReader fields)
    {
        var id = fields.RequiredText(
            "resourceId", "The cluster's resource id: /subscriptions/…/resourceGroups/…/providers/Microsoft.ContainerService/managedClusters/….");
        Check(fields, "resourceId", id, ResourceId().IsMatch(id), "This is no resource id of an AKS cluster: az aks show --query id tells it.");
        var application = fields.Text("serverApplication", "Whom tokens are meant for. Default: the application of all AKS clusters with Entra ID.");
        Check(fields, "serverApplication", application ?? "", Guid.TryParseExact(application, "D", out _), "An application's id is a UUID.");
        return new AksCluster(id) { ServerApplication = application ?? AksCluster.UsualServerApplication };
    }

    private static EksCluster Eks(FieldReader fields)
    {
        var region = fields.RequiredText("region", "The region, such as eu-central-1.");
        Check(fields, "region", region, Region().IsMatch(region), "This is no region, such as eu-central-1.");
        var name = fields.RequiredText("name", "The cluster's name in that region.");
        Check(fields, "name", name, EksName().IsMatch(name), "An EKS cluster's name has letters, digits, - and _, at most 100 of them.");
        var role = fields.Text("roleArn", "The role to take on. Default: none.");
        Check(fields, "roleArn", role ?? "", Role().IsMatch(role ?? ""), "This is no role's ARN, such as arn:aws:iam::ACCOUNT:role/NAME.");
        return new EksCluster(region, name) { RoleArn = role };
    }

    private static GkeCluster Gke(FieldReader fields)
    {
        var project = fields.RequiredText("project", "The project's id.");
        Check(fields, "project", project, Project().IsMatch(project), "This is no project's id.");
        var location = fields.RequiredText("location", "The region or zone.");
        Check(fields, "location", location, Label().IsMatch(location), "This is no region or zone, such as europe-west3.");
        var name = fields.RequiredText("name", "The cluster's name.");
        Check(fields, "name", name, Label().IsMatch(name), "A GKE cluster's name has lower-case letters, digits and -, at most 40 of them.");
        return new GkeCluster(project, location, name);
    }

    /// <summary>What becomes a part of addresses must be what it says it is.</summary>
    private static void Check(FieldReader fields, string name, string value, bool holds, string expected)
    {
        if (value.Length > 0 && !holds)
        {
            fields.Report(name, [expected]);
        }
    }

    [GeneratedRegex(
        @"\A/subscriptions/[0-9a-f-]{36}/resourceGroups/[-0-9A-Za-z_.()]{1,90}/providers/Microsoft\.ContainerService/managedClusters/[-0-9A-Za-z_]{1,63}\z",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ResourceId();

    [GeneratedRegex(@"\A[a-z]{2,5}(-[a-z]+)+-\d{1,2}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Region();

    [GeneratedRegex(@"\A[0-9A-Za-z][-0-9A-Za-z_]{0,99}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EksName();

    [GeneratedRegex(@"\Aarn:aws[-a-z]*:iam::\d{12}:role/[-0-9A-Za-z_+=,.@/]{1,576}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Role();

    [GeneratedRegex(@"\A([a-z0-9.-]+:)?[a-z][-a-z0-9]{4,28}[a-z0-9]\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Project();

    [GeneratedRegex(@"\A[a-z]([-a-z0-9]{0,38}[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
