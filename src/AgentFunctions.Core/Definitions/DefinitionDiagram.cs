using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Definitions;

/// <summary>Draws a definition as a Mermaid flowchart: from where it begins every step is reached, and what ends the run leads to its end. Steps that undo hang on theirs by dotted lines.</summary>
public sealed class DefinitionDiagram
{
    private readonly StringBuilder _text = new("flowchart TD\n");
    private List<(string From, string? Label)> _exits = [];
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
        diagram.Connect([.. ends, .. diagram._exits], diagram.Node("([", "end", "])"));
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
        var node = step is DefinitionStep.Switch ? Node("{", DiagramText.Title(step), "}") : step is DefinitionStep.Loop or DefinitionStep.ForEach ? Node("{{", DiagramText.Title(step), "}}") : Node("[", DiagramText.Title(step), "]");
        Connect(entries, node);
        var ends = Inside(step, node);
        if (step.Compensate.Count > 0) Undo(step, node);
        return ends;
    }

    private List<(string From, string? Label)> Inside(DefinitionStep step, string node)
    {
        switch (step)
        {
            case DefinitionStep.Parallel parallel:
                var join = Node("[", DiagramText.Join(parallel), "]");
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
                return Try(attempt, node);
            case DefinitionStep.HandOff or DefinitionStep.End:
                _exits.Add((node, null));
                return [];
            default:
                return [(node, null)];
        }
    }

    /// <summary>What ends the run in a try ends it after what is done in any case.</summary>
    private List<(string From, string? Label)> Try(DefinitionStep.Try attempt, string node)
    {
        var outer = _exits;
        _exits = [];
        var after = Sequence(attempt.Body.Steps, [(node, null)]);
        if (attempt.Catch is { } caught) after.AddRange(Sequence(caught.Steps, [(node, "on failure")]));
        var inner = _exits;
        _exits = outer;
        if (attempt.Finally is not { } last)
        {
            _exits.AddRange(inner);
            return after;
        }

        var ends = Sequence(last.Steps, [.. after, .. inner]);
        if (inner.Count > 0) _exits.AddRange(ends.Select(static e => (e.From, (string?)"ended")));
        return after.Count > 0 ? ends : [];
    }

    private void Undo(DefinitionStep step, string node)
    {
        var (from, first) = (node, _nodes);
        _text.Append("  ").Append(from).Append(" -.->|\"undo\"| ").Append('n').Append(first.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Sequence(step.Compensate, []);
    }

    private string Node(string open, string label, string close)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"n{_nodes++}");
        _text.Append("  ").Append(id).Append(open).Append('"').Append(DiagramText.Escape(label)).Append('"').Append(close).Append('\n');
        return id;
    }

    private void Connect(IEnumerable<(string From, string? Label)> entries, string to)
    {
        foreach (var (from, label) in entries)
        {
            _text.Append("  ").Append(from).Append(" -->");
            if (label is not null) _text.Append("|\"").Append(DiagramText.Escape(label)).Append("\"|");
            _text.Append(' ').Append(to).Append('\n');
        }
    }
}
