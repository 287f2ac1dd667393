namespace Workflows.Clouds.Azure;

/// <summary>Azure's clouds: the one for all, and the sovereign ones, which have hosts of their own.</summary>
internal static class AzureClouds
{
    /// <summary>Where resources are managed, in the cloud that <c>AZURE_AUTHORITY_HOST</c> signs in to.</summary>
    public static Uri ManagementOf(CloudEnvironment environment)
    {
        var authority = environment.Filled("AZURE_AUTHORITY_HOST") ?? "";
        return new(
            authority.Contains("chinacloudapi.cn", StringComparison.OrdinalIgnoreCase) ? "https://management.chinacloudapi.cn"
            : authority.Contains("microsoftonline.us", StringComparison.OrdinalIgnoreCase) ? "https://management.usgovcloudapi.net"
            : "https://management.azure.com");
    }
}
