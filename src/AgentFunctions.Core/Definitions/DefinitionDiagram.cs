using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Definitions;

/// <summary>Draws a definition as a Mermaid flowchart. Everything that people wrote is escaped, character by character: a label can be nothing but a label.</summary>
public sealed class DefinitionDiagram
{
    private const int MaxLabel = 60;
    private readonly StringBuilder _text = new("flowchart TD\n");
    private int _nodes;

    private DefinitionDiagram()
    {
    }

    public static string Draw(Definition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var diagram = new DefinitionDiagram();
        var start = diagram.Node("([", "start", "])");
        var ends = diagram.Sequence(definition.Steps, [(start, null)]);
        diagram.Connect(ends, diagram.Node("([", "end", "])"));
        return diagram._text.ToString();
    }

    private List<(string From, string? Label)> Sequence(IReadOnlyList<DefinitionStep> steps, List<(string From, string? Label)> entries)
    {
        foreach (var step in steps)
        {
            var skipped = new List<(string, string?)>();
            if (step.If is { } condition)
            {
                var choice = Node("{", $"{step.Id}: if {condition.Text}", "}");
                Connect(entries, choice);
                entries = [(choice, "true")];
                skipped.Add((choice, "false"));
            }

            entries = [.. Step(step, entries), .. skipped];
        }

        return entries;
    }

    private List<(string From, string? Label)> Step(DefinitionStep step, List<(string From, string? Label)> entries)
    {
        var node = step is DefinitionStep.Switch ? Node("{", Title(step), "}") : step is DefinitionStep.Loop or DefinitionStep.ForEach ? Node("{{", Title(step), "}}") : Node("[", Title(step), "]");
        Connect(entries, node);
        switch (step)
        {
            case DefinitionStep.Parallel parallel:
                var join = Node("[", $"{step.Id}: join {parallel.Join switch { ParallelJoin.All => "all", ParallelJoin.Any => "any", _ => parallel.Count.ToString(CultureInfo.InvariantCulture) }}", "]");
                foreach (var branch in parallel.Branches) Connect(Sequence(branch.Steps, [(node, branch.Name)]), join);
                return [(join, null)];
            case DefinitionStep.Switch choice:
                var ends = choice.Cases.SelectMany(c => Sequence(c.Case.Steps, [(node, c.When.Text)])).ToList();
                ends.AddRange(choice.Default is { } otherwise ? Sequence(otherwise.Steps, [(node, "default")]) : [(node, "none")]);
                return ends;
            case DefinitionStep.Loop loop:
                Connect(Sequence(loop.Body.Steps, [(node, "again")]), node);
                return [(node, "done")];
            case DefinitionStep.ForEach each:
                Connect(Sequence(each.Body.Steps, [(node, "each")]), node);
                return [(node, "done")];
            case DefinitionStep.Try attempt:
                var after = Sequence(attempt.Body.Steps, [(node, null)]);
                if (attempt.Catch is { } caught) after.AddRange(Sequence(caught.Steps, [(node, "on failure")]));
                return attempt.Finally is { } last ? Sequence(last.Steps, after) : after;
            case DefinitionStep.HandOff or DefinitionStep.End:
                return [];
            default:
                return [(node, null)];
        }
    }

    private static string Title(DefinitionStep step) => step switch
    {
        DefinitionStep.Tool tool => $"{step.Id}: tool {tool.ToolId}",
        DefinitionStep.Agent agent => $"{step.Id}: agent {agent.AgentId}",
        DefinitionStep.SubWorkflow workflow => $"{step.Id}: workflow {workflow.WorkflowId}",
        DefinitionStep.HandOff handOff => $"{step.Id}: hand off to {handOff.AgentId}",
        DefinitionStep.Wait wait => $"{step.Id}: wait for {wait.Event}",
        DefinitionStep.Timer timer => $"{step.Id}: timer {(timer.Duration ?? timer.Until)?.Text}",
        DefinitionStep.Loop loop => $"{step.Id}: while {loop.While.Text}",
        DefinitionStep.ForEach each => $"{step.Id}: for each {each.As} in {each.Each.Text}",
        DefinitionStep.End { Error: not null } => $"{step.Id}: fail",
        _ => $"{step.Id}: {step.Type}",
    };

    private string Node(string open, string label, string close)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"n{_nodes++}");
        _text.Append("  ").Append(id).Append(open).Append('"').Append(Escape(label)).Append('"').Append(close).Append('\n');
        return id;
    }

    private void Connect(IEnumerable<(string From, string? Label)> entries, string to)
    {
        foreach (var (from, label) in entries)
        {
            _text.Append("  ").Append(from).Append(" -->");
            if (label is not null) _text.Append("|\"").Append(Escape(label)).Append("\"|");
            _text.Append(' ').Append(to).Append('\n');
        }
    }

    /// <summary>Letters, digits and harmless marks as they are, everything else by its number, as Mermaid reads it.</summary>
    private static string Escape(string label)
    {
        var text = new StringBuilder();
        var count = 0;
        foreach (var rune in label.EnumerateRunes())
        {
            if (++count > MaxLabel) return text.Append("...").ToString();
            if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is ' ' or '.' or ',' or ':' or '_' or '-' or '/')) text.Append((char)rune.Value);
            else text.Append('#').Append(rune.Value.ToString(CultureInfo.InvariantCulture)).Append(';');
        }

        return text.ToString();
    }
}
