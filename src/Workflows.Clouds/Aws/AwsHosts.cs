namespace Workflows.Clouds.Aws;

/// <summary>AWS's hosts of a region; those of China are another company's.</summary>
internal static class AwsHosts
{
    public static Uri Eks(string region) => Of("eks", region);

    public static Uri Sts(string region) => Of("sts", region);

    private static Uri Of(string service, string region) =>
        new($"https://{service}.{region}.amazonaws.com{(region.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : "")}/");
}
