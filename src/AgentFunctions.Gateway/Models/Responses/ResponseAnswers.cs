using AgentFunctions.Core.Runs.Subjects;

namespace AgentFunctions.Gateway.Models.Responses;

/// <summary>Responses that providers keep of runs. Erased as those of people are, see <see cref="ResponseSubjects"/>.</summary>
internal sealed class ResponseAnswers(IssuedResponseStore store) : IRunAnswers
{
    public async ValueTask EraseAsync(string tenantId, string agent, string runId, long since, CancellationToken cancellationToken)
    {
        List<IssuedResponse> found = [];
        await foreach (var response in store.OfRunAsync(tenantId, agent, runId, since, cancellationToken)) found.Add(response);

        // Items first: the response leads to them.
        foreach (var response in found.OrderBy(static response => !response.IsItem)) await store.EraseAsync(tenantId, agent, response, cancellationToken);
    }
}
