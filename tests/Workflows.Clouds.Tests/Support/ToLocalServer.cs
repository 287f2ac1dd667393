namespace Workflows.Clouds.Tests.Support;

/// <summary>Carries every request to a server on this machine, which is told whom it was meant for.</summary>
internal sealed class ToLocalServer(Uri server) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
{
    /// <summary>The header that says so: <c>https://host</c>.</summary>
    public const string MeantFor = "X-Meant-For";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var meant = request.RequestUri!;
        request.Headers.TryAddWithoutValidation(MeantFor, meant.GetLeftPart(UriPartial.Authority));
        request.RequestUri = new Uri(server, meant.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
