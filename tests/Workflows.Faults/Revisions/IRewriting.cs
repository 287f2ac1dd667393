namespace Workflows.Faults.Revisions;

/// <summary>Changes what a proxy passes on, in either direction.</summary>
public interface IRewriting
{
    /// <summary>What to ask the server for.</summary>
    string PathAndQuery(ProxiedRequest request);

    /// <summary>Whether the answer to this request is changed; it is then held in memory.</summary>
    bool RewritesBody(ProxiedRequest request);

    /// <summary>What to answer, given what the server answered with a status of success.</summary>
    byte[] Body(ProxiedRequest request, byte[] body);
}
