using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Approvals.Subjects;

/// <summary>
/// What people were shown, and said, about what was done on behalf of somebody. Erased, an approval still says who decided what and when, but not about what: the action, the values, the comments and the digest are gone, and it
/// allows nothing any more.
/// </summary>
internal sealed class ApprovalSubjects(ApprovalStore store, ApprovalErasing erasing) : ISubjectData
{
    private const string Reason = "What is kept of the person it was asked for is erased.";

    public string Name => "approvals";

    public async IAsyncEnumerable<SubjectItem> ExportAsync(SubjectScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        await foreach (var id in IdsAsync(scope, cancellationToken))
            if (await store.FindAsync(scope.TenantId, id, cancellationToken) is var (approval, _)) yield return new SubjectItem("approval", approval.Agent, Write(approval));
    }

    public async ValueTask EraseAsync(SubjectScope scope, IErasureTally tally, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(tally);
        List<string> ids = [];
        await foreach (var id in IdsAsync(scope, cancellationToken)) ids.Add(id);
        foreach (var id in ids)
        {
            if (await store.FindAsync(scope.TenantId, id, cancellationToken) is not var (approval, _) || approval.Subject is null) continue;
            await tally.CountAsync([id], cancellationToken);
            await erasing.EraseAsync(scope.TenantId, id, Reason, withPerson: true, cancellationToken);
        }
    }

    private async IAsyncEnumerable<string> IdsAsync(SubjectScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<DocumentFilter> filters = [DocumentFilter.Equal("subject", scope.Subject)];
        if (scope.Agent is { } agent) filters.Add(DocumentFilter.Equal("agent", agent));
        filters.AddRange(scope.TeamFilters());
        await foreach (var (_, entry) in store.ScanAsync(scope.TenantId, new DocumentQuery(new DocumentFilter.All(filters), IdPrefix: ApprovalDocuments.All), cancellationToken)) yield return entry.Id;
    }

    private static JsonElement Write(StoredApproval approval)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, approval.Id);
            json.WriteString("runId"u8, approval.RunId);
            json.WriteString("stepId"u8, approval.StepId);
            json.WriteString("kind"u8, approval.Kind);
            json.WriteString("status"u8, approval.Status);
            json.WriteString("endUser"u8, approval.EndUser);
            json.WriteString("createdAt"u8, StoredApprovalReading.Time(approval.CreatedAt));
            json.WritePropertyName("action"u8);
            json.WriteRawValue(approval.Action);
            json.WriteStartArray("votes"u8);
            foreach (var vote in approval.Votes)
            {
                json.WriteStartObject();
                json.WriteString("by"u8, vote.By);
                json.WriteString("decision"u8, vote.Decision);
                json.WriteString("comment"u8, vote.Comment);
                json.WritePropertyName("value"u8);
                if (vote.Value is { } value) json.WriteRawValue(value);
                else json.WriteNullValue();
                json.WriteString("at"u8, StoredApprovalReading.Time(vote.At));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
