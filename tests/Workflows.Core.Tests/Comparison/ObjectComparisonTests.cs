using Workflows.Core.Comparison;
using Workflows.Core.Resources;

namespace Workflows.Core.Tests.Comparison;

public class ObjectComparisonTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1.0}""")]
    [InlineData("""{"a":100}""", """{"a":1e2}""")]
    [InlineData("""{"a":0}""", """{"a":-0.0}""")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""")]
    [InlineData("""{"a":null}""", "{}")]
    [InlineData("{}", """{"a":[]}""")]
    [InlineData("""{"metadata":{"labels":{}}}""", """{"metadata":{}}""")]
    [InlineData("""{"metadata":{"name":"a"}}""", """{"metadata":{"name":"a","uid":"u","resourceVersion":"1","generation":1,"managedFields":[{}]},"status":{"x":1}}""")]
    [InlineData("""{"metadata":{"name":"a"}}""", """{"metadata":{"name":"a","labels":{"velero.io/restore-name":"r","velero.io/backup-name":"b"}}}""")]
    public void Equal_objects_have_no_differences(string expected, string live) => Assert.Empty(Compare(expected, live));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""", "/a")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", "/a")]
    [InlineData("""{"a":9007199254740993}""", """{"a":9007199254740992}""", "/a")]
    [InlineData("""{"a":"1Gi"}""", """{"a":"1024Mi"}""", "/a")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", "/a/0 /a/1")]
    [InlineData("""{"a":[1]}""", """{"a":[1,2]}""", "/a/1")]
    [InlineData("""{"a":true}""", """{"a":false}""", "/a")]
    [InlineData("""{"a":{"b":1,"c":2}}""", "{}", "/a")]
    [InlineData("""{"a":{"b/c~d":1}}""", """{"a":{"b/c~d":2}}""", "/a/b~1c~0d")]
    [InlineData("""{"spec":{"emptyDir":{}}}""", """{"spec":{}}""", "/spec/emptyDir")]
    [InlineData("""{"spec":{"from":[{"namespaceSelector":{}}]}}""", """{"spec":{"from":[{}]}}""", "/spec/from/0/namespaceSelector")]
    [InlineData("""{"spec":{"selfSigned":{}}}""", """{"spec":{"selfSigned":null}}""", "/spec/selfSigned")]
    [InlineData("""{"a":[]}""", """{"a":{}}""", "/a")]
    [InlineData("""{"metadata":{"labels":{"x":"1"}}}""", """{"metadata":{"labels":{"x":"2","y":"3"}}}""", "/metadata/labels/x /metadata/labels/y")]
    public void Each_difference_is_named_by_its_path(string expected, string live, string paths) =>
        Assert.Equal(paths.Split(' '), Compare(expected, live).Select(difference => difference.Path));

    [Theory]
    [InlineData("services", """{"spec":{"ports":[{"port":80}]}}""", """{"spec":{"clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],"healthCheckNodePort":31000,"ports":[{"port":80,"nodePort":30080}]}}""")]
    [InlineData("namespaces", """{"metadata":{"name":"a"}}""", """{"metadata":{"name":"a","labels":{"kubernetes.io/metadata.name":"a"}},"spec":{"finalizers":["kubernetes"]}}""")]
    [InlineData("serviceaccounts", "{}", """{"secrets":[{"name":"default-token-x7k2p"}]}""")]
    [InlineData("serviceaccounts", """{"secrets":[{"name":"registry"}]}""", """{"secrets":[{"name":"registry"},{"name":"default-token-x7k2p"}]}""")]
    [InlineData("persistentvolumeclaims", """{"spec":{}}""", """{"metadata":{"annotations":{"pv.kubernetes.io/bind-completed":"yes"},"finalizers":["kubernetes.io/pvc-protection"]},"spec":{"volumeName":"pv"}}""")]
    [InlineData("persistentvolumes", """{"spec":{"claimRef":{"name":"a"}}}""", """{"spec":{"claimRef":{"name":"a","uid":"u","resourceVersion":"1"}}}""")]
    [InlineData("deployments.apps", """{"metadata":{"annotations":{"deployment.kubernetes.io/revision":"7"}}}""", """{"metadata":{"annotations":{"deployment.kubernetes.io/revision":"1"}}}""")]
    [InlineData("jobs.batch", """{"spec":{"template":{"metadata":{"labels":{"a":"b"}}}}}""", """{"spec":{"selector":{"matchLabels":{"controller-uid":"u"}},"template":{"metadata":{"labels":{"a":"b","controller-uid":"u"}}}}}""")]
    [InlineData("pods", """{"spec":{"containers":[{"name":"c"}]}}""", """{"spec":{"nodeName":"n","priority":0,"containers":[{"name":"c","volumeMounts":[{"name":"kube-api-access-x"}]}],"volumes":[{"name":"kube-api-access-x"}],"tolerations":[{"key":"k"}]}}""")]
    [InlineData("clusterroles.rbac.authorization.k8s.io", """{"aggregationRule":{"x":1},"rules":[]}""", """{"aggregationRule":{"x":1},"rules":[{"verbs":["get"]}]}""")]
    [InlineData("secrets", """{"type":"kubernetes.io/service-account-token"}""", """{"type":"kubernetes.io/service-account-token","data":{"token":"dA==","ca.crt":"Yw==","namespace":"bg=="}}""")]
    public void What_a_server_or_controller_fills_in_is_left_out(string resource, string expected, string live) =>
        Assert.Empty(ObjectComparison.Compare(TestJson.Object(expected), TestJson.Object(live), GroupResource.Parse(resource)));

    [Theory]
    [InlineData("services", """{"spec":{"ports":[{"port":80,"nodePort":30080}]}}""", """{"spec":{"ports":[{"port":80,"nodePort":30081}]}}""", "/spec/ports/0/nodePort")]
    [InlineData("services", """{"spec":{"clusterIP":"None"}}""", """{"spec":{"clusterIP":"10.0.0.1"}}""", "/spec/clusterIP")]
    [InlineData("persistentvolumeclaims", """{"spec":{"volumeName":"pv"}}""", """{"spec":{"volumeName":"pv2"}}""", "/spec/volumeName")]
    [InlineData("clusterroles.rbac.authorization.k8s.io", """{"rules":[{"verbs":["get"]}]}""", """{"rules":[{"verbs":["*"]}]}""", "/rules/0/verbs/0")]
    [InlineData("secrets", """{"type":"Opaque"}""", """{"type":"Opaque","data":{"token":"dA=="}}""", "/data")]
    [InlineData("pods", """{"spec":{"volumes":[{"name":"a"}]}}""", """{"spec":{"volumes":[{"name":"b"}]}}""", "/spec/volumes/0/name")]
    public void What_was_asked_for_is_compared(string resource, string expected, string live, string path) =>
        Assert.Equal(
            [path],
            ObjectComparison.Compare(TestJson.Object(expected), TestJson.Object(live), GroupResource.Parse(resource))
                .Select(difference => difference.Path));

    [Fact]
    public void A_difference_reads_as_a_sentence()
    {
        Assert.Equal("/a is 2 (expected 1)", Assert.Single(Compare("""{"a":1}""", """{"a":2}""")).ToString());
        Assert.Equal("/a is missing (expected 1)", Assert.Single(Compare("""{"a":1}""", "{}")).ToString());
        Assert.Equal("/a is 2, and should not be there", Assert.Single(Compare("{}", """{"a":2}""")).ToString());
    }

    [Fact]
    public void A_long_value_is_cut()
    {
        var difference = Assert.Single(Compare($$"""{"a":"{{new string('x', 5_000)}}"}""", """{"a":"y"}"""));
        Assert.True(difference.Expected!.Length < 250);
    }

    [Theory]
    [InlineData("""{"data":{"password":"aHVudGVyMg=="}}""", """{"data":{"password":"c2VjcmV0"}}""")]
    [InlineData("""{"data":{"password":"aHVudGVyMg=="}}""", "{}")]
    [InlineData("{}", """{"stringData":{"password":"aHVudGVyMg=="}}""")]
    [InlineData("""{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"aHVudGVyMg=="}}}""", "{}")]
    [InlineData("""{"metadata":{"annotations":{"a":"aHVudGVyMg=="}}}""", """{"metadata":null}""")]
    public void The_content_of_a_secret_is_never_told(string expected, string live)
    {
        var differences = ObjectComparison.Compare(TestJson.Object(expected), TestJson.Object(live), new("secrets", ""));

        Assert.NotEmpty(differences);
        Assert.All(differences, difference => Assert.DoesNotContain("aHVudGVyMg", difference.ToString(), StringComparison.Ordinal));
        Assert.All(differences, difference => Assert.True((difference.Expected ?? difference.Live) == FieldDifference.Hidden));
    }

    private static IReadOnlyList<FieldDifference> Compare(string expected, string live) =>
        ObjectComparison.Compare(TestJson.Object(expected), TestJson.Object(live), new("widgets", "example.com"));
}
