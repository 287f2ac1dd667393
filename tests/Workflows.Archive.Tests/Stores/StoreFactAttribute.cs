using Workflows.Archive.Tests.Stores.Azure;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Workflows.Archive.Tests.Stores;

/// <summary>A fact of a suite that several classes inherit; skipped in a class whose server is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Workflows.Archive.Tests.Stores.StoreFactDiscoverer", "Workflows.Archive.Tests")]
public sealed class StoreFactAttribute : FactAttribute;

/// <summary>A theory of such a suite.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Workflows.Archive.Tests.Stores.StoreTheoryDiscoverer", "Workflows.Archive.Tests")]
public sealed class StoreTheoryAttribute : TheoryAttribute;

public sealed class StoreFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        AzuriteTestCase.IsSkipped(testMethod)
            ? new AzuriteTestCase(DiagnosticMessageSink, discoveryOptions, testMethod)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
}

public sealed class StoreTheoryDiscoverer(IMessageSink sink) : TheoryDiscoverer(sink)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        AzuriteTestCase.IsSkipped(testMethod)
            ? [new AzuriteTestCase(DiagnosticMessageSink, discoveryOptions, testMethod)]
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}

/// <summary>A test that is skipped, with the reason.</summary>
public sealed class AzuriteTestCase : XunitTestCase
{
    [Obsolete("For deserialization only")]
    public AzuriteTestCase()
    {
    }

    public AzuriteTestCase(IMessageSink sink, ITestFrameworkDiscoveryOptions options, ITestMethod method)
        : base(sink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method)
    {
    }

    public static bool IsSkipped(ITestMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return Azurite.WhyNot is not null
            && method.TestClass.Class.GetCustomAttributes(typeof(NeedsAzuriteAttribute)).Any();
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute) =>
        Azurite.WhyNot ?? base.GetSkipReason(factAttribute);
}
