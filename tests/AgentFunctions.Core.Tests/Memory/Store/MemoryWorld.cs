using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Memory;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Memory.Store;

/// <summary>The memory of agent <c>a</c> of tenant <c>t</c>, and drafts as the product makes them.</summary>
internal sealed class MemoryWorld : IAsyncDisposable
{
    public const string Tenant = "t";
    public const string Agent = "a";
    public const string Own = "agents/a";
    public const string Operator = "principals/ops";

    public static readonly ContentLabel Trusted = new(Integrity.Trusted, Confidentiality.Internal);
    public static readonly ContentLabel Untrusted = new(Integrity.Untrusted, Confidentiality.Internal);
    public static readonly DateTimeOffset Start = new(2026, 3, 11, 12, 0, 0, TimeSpan.Zero);

    public MemoryWorld(Action<MemoryOptions>? configure = null)
    {
        Documents = new InMemoryDocumentStore(Time);
        Process = new MemoryProcess(Documents, Time, configure, null, Tenant);
    }

    public FakeTimeProvider Time { get; } = new(Start);

    public InMemoryDocumentStore Documents { get; }

    public MemoryProcess Process { get; }

    public static MemoryDraft Said(string text, string principal = Own, bool isTrusted = true) => Draft(text, MemoryKind.Episodic, MemorySourceKind.Written, principal, isTrusted);

    public static MemoryDraft Note(string text, string principal = Own, bool isTrusted = true, string? run = null) => Draft(text, MemoryKind.Semantic, MemorySourceKind.Note, principal, isTrusted, run);

    public static MemoryDraft Learned(string text, string run, bool isTrusted = true) => Draft(text, MemoryKind.Episodic, MemorySourceKind.Experience, Own, isTrusted, run);

    public static MemoryDraft Fact(string subject, string attribute, string value, string principal = Own, bool isTrusted = true, DateTimeOffset? since = null) =>
        Note($"The {attribute} of {subject} is {value}.", principal, isTrusted) with { Subject = subject, Attribute = attribute, Value = value, ValidFrom = since };

    public static MemoryDraft Draft(string text, MemoryKind kind, MemorySourceKind source, string principal, bool isTrusted, string? run = null) =>
        new() { Text = text, Kind = kind, Source = new MemorySource(source, principal, null, run, isTrusted), Label = isTrusted ? Trusted : Untrusted };

    public async Task<IReadOnlyList<MemoryWriteResult>> WriteAllAsync(params MemoryDraft[] drafts) => await Process.Writer.WriteAsync(Tenant, Agent, drafts, CancellationToken.None);

    public async Task<MemoryWriteResult> WriteAsync(MemoryDraft draft) => (await WriteAllAsync(draft))[0];

    /// <summary>A fact that two independent trusted sources say, hence an active one.</summary>
    public async Task<string> KnowAsync(string subject, string attribute, string value, DateTimeOffset? since = null)
    {
        await WriteAsync(Fact(subject, attribute, value, since: since));
        var second = await WriteAsync(Fact(subject, attribute, value, Operator, since: since));
        Assert.Equal(MemoryWriteStatus.Merged, second.Status);
        return second.Id!;
    }

    public async Task<MemoryRecord> GetAsync(string? id) => (await Process.Reader.GetAsync(Tenant, Agent, id!, CancellationToken.None)).Value ?? throw new InvalidOperationException($"There is no record {id}.");

    public async Task<bool> ExistsAsync(string? id) => (await Process.Reader.GetAsync(Tenant, Agent, id!, CancellationToken.None)).Value is not null;

    public Task<IReadOnlyList<MemoryRecord>> AllAsync() => MemoryInvariants.RecordsAsync(Documents, Tenant, Agent);

    public async Task<MemorySearchResult> SearchAsync(string query, DateTimeOffset? asOf = null) => await Process.Search.SearchAsync(new MemorySearchRequest { TenantId = Tenant, Agent = Agent, Query = query, AsOf = asOf }, CancellationToken.None);

    public Task GiveAsync(string? run, params string?[] ids) => Process.Uses.NoteAsync(Tenant, Agent, run, null, Own, [.. ids.OfType<string>()], CancellationToken.None).AsTask();

    public Task EndAsync(string run, bool isSuccess, bool isVerified = true, string by = Operator) =>
        Process.Outcomes.RunEndedAsync(Tenant, Agent, new MemoryOutcome(run, isSuccess, isVerified, by), CancellationToken.None).AsTask();

    public Task VerifyAsync() => MemoryInvariants.VerifyAsync(Documents, Tenant, Agent);

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
