using Workflows.Clouds.Aws;

namespace Workflows.Clouds.Tests.Aws;

/// <summary>The test vectors that AWS publishes for Signature Version 4 (aws-sig-v4-test-suite, and the documentation of S3).</summary>
public sealed class SignatureVectorTests
{
    private const string Session =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI"
        + "/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38"
        + "xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    private static readonly DateTimeOffset Moment = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("get-vanilla", "GET", "/", null, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-vanilla-query-order-key-case", "GET", "/?Param2=value2&Param1=value1", null, "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("post-vanilla", "POST", "/", null, "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("post-x-www-form-urlencoded", "POST", "/", "Param1=value1", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    public void A_request_gets_the_published_signature(string vector, string method, string path, string? form, string signature)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"https://example.amazonaws.com{path}");
        var body = System.Text.Encoding.ASCII.GetBytes(form ?? "");
        if (form is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        }

        RequestSigner.Sign(request, body, Key(), "us-east-1", "service", Moment);

        var signed = form is null ? "host;x-amz-date" : "content-type;host;x-amz-date";
        Assert.Equal(
            (vector, $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={signed}, Signature={signature}"),
            (vector, request.Headers.GetValues("Authorization").Single()));
        Assert.Equal("20150830T123600Z", request.Headers.GetValues("X-Amz-Date").Single());
    }

    /// <summary>post-sts-header-before: the session's token is signed along.</summary>
    [Fact]
    public void A_request_with_a_session_gets_the_published_signature()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://example.amazonaws.com/");

        RequestSigner.Sign(request, [], Key(Session), "us-east-1", "service", Moment);

        Assert.EndsWith(
            "Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
            request.Headers.GetValues("Authorization").Single(),
            StringComparison.Ordinal);
    }

    /// <summary>"Authenticating Requests: Using Query Parameters", in the documentation of S3.</summary>
    [Fact]
    public void An_address_gets_the_published_signature()
    {
        var signed = RequestSigner.Presign(
            new Uri("https://examplebucket.s3.amazonaws.com/test.txt"),
            new Dictionary<string, string>(StringComparer.Ordinal),
            "UNSIGNED-PAYLOAD",
            TimeSpan.FromDays(1),
            new AwsCredentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null),
            "us-east-1",
            "s3",
            new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(
            "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"
            + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            signed.AbsoluteUri);
    }

    private static AwsCredentials Key(string? session = null) =>
        new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", session);
}
