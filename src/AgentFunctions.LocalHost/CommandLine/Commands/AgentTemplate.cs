using AgentFunctions.Core.Resources.Manifests;

namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>The manifest a new agent begins with: as little as works, with limits, and what may be added said beside it.</summary>
internal static class AgentTemplate
{
    public static string Compose(string id, string team, string owner, string model) => $"""
        # The agent {id} of the team {team}. Every field: GET /api/schemas/agents, docs/manifests.md.
        apiVersion: agentfunctions/v1
        kind: agents
        id: {YamlWriter.Quote(id)}
        spec:
          # The team pays, and its people see what the agent does. It must exist: teams/{team}.
          team: {YamlWriter.Quote(team)}

          # Who answers for the agent: a person or a group that can be reached.
          owner: {YamlWriter.Quote(owner)}

          # Models it may call, by name or beginning ("gpt-*"). Nothing else answers; the team must be allowed them too.
          models:
            - {YamlWriter.Quote(model)}

          # Tools it may use. None until they are named here; an irreversible one still asks a person each time.
          tools: []

          # What users write to it may come from anywhere: keep it untrusted unless only your own people write.
          userInput: untrusted

          # Tools that the provider runs by itself (web_search) and hosts of image and file addresses. None until named.
          hostedTools: []
          contentHosts: []

          # One run ends after so many steps, or so long, whatever the model wants.
          limits:
            steps: 20
            deadline: "00:10:00"

        # What it may spend is said by quotas, which whoever runs the tenant writes: a team does not raise its own budget.
        # Without one of its own the limit on agents/* holds, if there is one. One of its own looks like this:
        #
        # kind: quotas
        # id: {YamlWriter.Quote(id + "-daily")}
        # spec:
        #   scope: {YamlWriter.Quote("agents/" + id)}
        #   unit: usd
        #   window: day
        #   amount: "5.00"
        #
        # docs/limits.md says what counts.

        """.Replace("\r\n", "\n", StringComparison.Ordinal);
}
