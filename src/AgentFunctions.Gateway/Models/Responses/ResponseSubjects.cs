using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Gateway.Models.Responses;

/// <summary>Responses that providers keep, by the end user of the call. Erased, their ids are unknown here at once, and <see cref="ResponseDeletionJob"/> has the providers delete them.</summary>
internal sealed class ResponseSubjects(IssuedResponseStore store) : ISubjectData
{
    public string Name => "responses";

    public async IAsyncEnumerable<SubjectItem> ExportAsync(SubjectScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        foreach (var agent in await AgentsAsync(scope, cancellationToken))
        {
            await foreach (var response in store.OfSubjectAsync(scope, agent, cancellationToken))
                if (!response.IsItem) yield return new SubjectItem("response", agent, JsonSerializer.SerializeToElement(new IssuedResponse { IssuedId = response.IssuedId, Provider = response.Provider, Deployment = response.Deployment, Tokens = response.Tokens }, IssuedResponseJsonContext.Default.IssuedResponse));
        }
    }

    public async ValueTask EraseAsync(SubjectScope scope, IErasureTally tally, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(tally);
        foreach (var agent in await AgentsAsync(scope, cancellationToken))
        {
            List<IssuedResponse> found = [];
            await foreach (var response in store.OfSubjectAsync(scope, agent, cancellationToken)) found.Add(response);
            foreach (var response in found)
            {
                if (!response.IsItem) await tally.CountAsync([$"{agent}/{response.IssuedId}"], cancellationToken);
                await store.EraseAsync(scope.TenantId, agent, response, cancellationToken);
            }
        }
    }

    private async ValueTask<IReadOnlyList<string>> AgentsAsync(SubjectScope scope, CancellationToken cancellationToken) =>
        scope.Agent is { } only ? [only] : await store.AgentsAsync(scope.TenantId, cancellationToken);
}
