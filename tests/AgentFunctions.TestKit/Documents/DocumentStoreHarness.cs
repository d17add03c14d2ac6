using AgentFunctions.Core.Documents;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.TestKit.Documents;

/// <summary>Brings an engine under the conformance suites: a fresh store, a clock in the test's hand, and a tenant that no other test uses.</summary>
public abstract class DocumentStoreHarness : IAsyncDisposable
{
    /// <summary>The engine under test.</summary>
    public abstract IDocumentStore Store { get; }

    /// <summary>The engine's clock.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 31, 23, 59, 58, TimeSpan.Zero));

    /// <summary>Whether a body comes back as the very bytes written; otherwise as equal JSON.</summary>
    public virtual bool PreservesBytes => true;

    /// <summary>A tenant of this test alone.</summary>
    public string TenantId { get; } = "t-" + Guid.NewGuid().ToString("N");

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
