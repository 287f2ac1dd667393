using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class ServiceNodePortRuleTests
{
    private static readonly IRestoreRule Rule = new ServiceNodePortRule();

    [Fact]
    public void It_applies_to_its_own_kinds_only() =>
        RuleTest.AssertAppliesOnlyTo(Rule, "services");

    [Fact]
    public void Allocated_ports_go() => RuleTest.AssertMakes(
        Rule,
        """{"spec":{"type":"LoadBalancer","healthCheckNodePort":31000,"ports":[{"port":80,"nodePort":30080},{"port":443,"nodePort":30443}]}}""",
        """{"spec":{"type":"LoadBalancer","ports":[{"port":80},{"port":443}]}}""");

    [Fact]
    public void All_stay_if_they_are_preserved() => RuleTest.AssertKeeps(Rule, """{"spec":{"type":"LoadBalancer","healthCheckNodePort":31000,"ports":[{"port":80,"nodePort":30080}]}}""", RuleTest.Context with { PreserveNodePorts = true });

    [Fact]
    public void Ports_asked_for_with_kubectl_apply_stay() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"spec\":{\"healthCheckNodePort\":31000,\"ports\":[{\"name\":\"web\",\"port\":80,\"nodePort\":30080},{\"name\":\"tls\",\"port\":443},{\"port\":22,\"nodePort\":30022}]}}"}},"spec":{"type":"NodePort","healthCheckNodePort":31000,"ports":[{"name":"web","port":80,"nodePort":30080},{"name":"tls","port":443,"nodePort":30443},{"port":22,"nodePort":30022},{"port":23,"nodePort":30023}]}}""",
        """{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"spec\":{\"healthCheckNodePort\":31000,\"ports\":[{\"name\":\"web\",\"port\":80,\"nodePort\":30080},{\"name\":\"tls\",\"port\":443},{\"port\":22,\"nodePort\":30022}]}}"}},"spec":{"type":"NodePort","healthCheckNodePort":31000,"ports":[{"name":"web","port":80,"nodePort":30080},{"name":"tls","port":443},{"port":22,"nodePort":30022},{"port":23}]}}""");

    [Fact]
    public void Ports_asked_for_by_other_clients_stay() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"managedFields":[{"manager":"helm","fieldsV1":{"f:spec":{"f:healthCheckNodePort":{},"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{".":{},"f:nodePort":{}},"k:{\"port\":53,\"protocol\":\"TCP\"}":{"f:nodePort":{}}}}}}]},"spec":{"healthCheckNodePort":31000,"ports":[{"port":80,"nodePort":30080},{"port":53,"protocol":"UDP","nodePort":30053}]}}""",
        """{"metadata":{"managedFields":[{"manager":"helm","fieldsV1":{"f:spec":{"f:healthCheckNodePort":{},"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{".":{},"f:nodePort":{}},"k:{\"port\":53,\"protocol\":\"TCP\"}":{"f:nodePort":{}}}}}}]},"spec":{"healthCheckNodePort":31000,"ports":[{"port":80,"nodePort":30080},{"port":53,"protocol":"UDP"}]}}""");

    [Fact]
    public void An_annotation_that_is_no_json_is_no_evidence() => RuleTest.AssertMakes(
        Rule,
        """{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"a\":"}},"spec":{"ports":[{"port":80,"nodePort":30080}]}}""",
        """{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"a\":"}},"spec":{"ports":[{"port":80}]}}""");

    [Fact]
    public void A_service_that_is_a_name_stays_as_it_is() => RuleTest.AssertKeeps(Rule, """{"spec":{"type":"ExternalName","ports":[{"port":80,"nodePort":30080}]}}""");
}
